import { parentPort } from 'node:worker_threads'
import { buildHere } from './build-here.ts'
import type { FromBuilder, ToBuilder } from './messages.ts'

/** The thread that builds: the hub's own goes on answering meanwhile. */
const port = parentPort
if (port === null) throw new Error('this file runs as a worker thread')

const stopping = new AbortController()
const say = (message: FromBuilder): void => port.postMessage(message)
const onTrouble = (error: unknown): void =>
  say({ kind: 'trouble', message: error instanceof Error ? error.message : String(error) })

const build = async (task: Extract<ToBuilder, { kind: 'build' }>): Promise<void> => {
  try {
    const driven = await buildHere({ ...task, onTrouble }, stopping.signal)
    say({ kind: 'ended', driven })
  } catch (error) {
    if (!stopping.signal.aborted) onTrouble(error)
    say({ kind: 'ended', driven: 'STOPPED' })
  }
  port.close()
}

port.on('message', (message: ToBuilder) => {
  switch (message.kind) {
    case 'stop':
      stopping.abort()
      return
    case 'build':
      void build(message)
  }
})
