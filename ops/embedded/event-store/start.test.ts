import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CancelledError, EventStoreDBClient, jsonEvent } from '@eventstore/db-client'
import t from 'tap'
import { inheritedExecArgs } from './exec-args.ts'
import { startEventStore } from './start.ts'

/** Resolves when the directory is nobody's any more. */
const released = async (dataDir: string): Promise<void> => {
  while (existsSync(join(dataDir, 'lock'))) await new Promise((resolve) => setImmediate(resolve))
}

t.test('it starts, tells where it is, and stops in order', async (t) => {
  const dataDir = t.testdir()
  const store = await startEventStore({ dataDir })
  t.equal(store.connectionString, `esdb://127.0.0.1:${store.port}?tls=false`)
  t.not(store.pid, process.pid)
  await store.stop()
  t.same(await store.exited, { code: 0, signal: null })
})

t.test('a second process on the directory is refused, the first goes on', async (t) => {
  const dataDir = t.testdir()
  const store = await startEventStore({ dataDir })
  await t.rejects(startEventStore({ dataDir, port: 0, patienceMs: 0 }), {
    code: 'directory-in-use',
  })
  const client = EventStoreDBClient.connectionString(store.connectionString)
  await client.appendToStream('s-1', jsonEvent({ type: 'T', data: {} }))
  await client.dispose()
  await store.stop()
})

t.test('after a kill it starts again at once, on its port', async (t) => {
  const dataDir = t.testdir()
  const store = await startEventStore({ dataDir })
  await store.kill()
  t.same(await store.exited, { code: null, signal: 'SIGKILL' })
  t.equal(Number(await readFile(join(dataDir, 'port'), 'utf8')), store.port)
  const again = await startEventStore({ dataDir })
  t.equal(again.port, store.port)
  await again.stop()
})

t.test('a port that is taken is told, and the directory is free again', async (t) => {
  const dataDir = t.testdir()
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const address = taken.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  await t.rejects(startEventStore({ dataDir, port }), { code: 'EADDRINUSE' })
  taken.close()
  const store = await startEventStore({ dataDir, port: 0 })
  await store.stop()
})

t.test('the port of the last run, taken by somebody else meanwhile, is replaced', async (t) => {
  const dataDir = t.testdir()
  const store = await startEventStore({ dataDir })
  await store.stop()
  const taken = createServer().listen(store.port, '127.0.0.1')
  await once(taken, 'listening')
  const again = await startEventStore({ dataDir })
  t.not(again.port, store.port)
  await again.stop()
  taken.close()
})

t.test('a directory that its process is about to leave is waited for', async (t) => {
  const dataDir = t.testdir()
  const store = await startEventStore({ dataDir })
  const next = startEventStore({ dataDir, port: 0, patienceMs: 60_000 })
  await store.stop()
  await (await next).stop()
})

t.test('a stop ends open subscriptions with CANCELLED', async (t) => {
  const store = await startEventStore({ dataDir: t.testdir() })
  const client = EventStoreDBClient.connectionString(store.connectionString)
  const subscriptions = [client.subscribeToAll(), client.subscribeToStream('s-1')]
  const errors = subscriptions.map(async (subscription) => {
    subscription.on('data', () => {})
    const [error] = (await once(subscription, 'error').catch((error: unknown) => [error])) as [
      unknown,
    ]
    return error
  })
  await Promise.all(subscriptions.map((subscription) => once(subscription, 'caughtUp')))
  await store.stop()
  for (const error of await Promise.all(errors)) t.ok(error instanceof CancelledError)
  await client.dispose()
})

const start = new URL('./start.ts', import.meta.url).href
const parent = `
  import { startEventStore } from ${JSON.stringify(start)}
  const [, , dataDir, mode] = process.argv
  const store = await startEventStore({ dataDir, port: 0, withParent: mode === 'with' })
  console.log(JSON.stringify({ port: store.port, pid: store.pid }))
`
type Tap = { readonly testdir: (content: Record<string, string>) => string }

const startFromAnother = async (t: Tap, mode: 'with' | 'without') => {
  const directory = t.testdir({ 'parent.mjs': parent })
  const dataDir = join(directory, 'data')
  const args = [...inheritedExecArgs(), join(directory, 'parent.mjs'), dataDir, mode]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const { port, pid } = JSON.parse(line.toString()) as { port: number; pid: number }
  return { child, dataDir, port, pid }
}

t.test('it ends with the process that started it, however that ends', async (t) => {
  const { child, dataDir } = await startFromAnother(t, 'with')
  t.ok(existsSync(join(dataDir, 'lock')))
  child.kill('SIGKILL')
  await released(dataDir)
  const again = await startEventStore({ dataDir, port: 0 })
  await again.stop()
})

t.test('a parent that ends while it starts leaves nothing behind, and no crash', async (t) => {
  const dataDir = t.testdir()
  const main = fileURLToPath(new URL('./main.ts', import.meta.url))
  const args = [...inheritedExecArgs(), main, '--data-dir', dataDir, '--with-parent']
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.end()
  child.stdout.destroy()
  const complaints: string[] = []
  child.stderr.on('data', (text: Buffer) => complaints.push(text.toString()))
  t.same(await once(child, 'close'), [0, null])
  t.same(complaints, [])
  t.notOk(existsSync(join(dataDir, 'lock')))
})

t.test('it outlives the process that started it when that is asked for', async (t) => {
  const { child, dataDir, port, pid } = await startFromAnother(t, 'without')
  child.kill('SIGKILL')
  await once(child, 'exit')
  const client = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${port}?tls=false`)
  await client.appendToStream('s-1', jsonEvent({ type: 'T', data: {} }))
  await client.dispose()
  process.kill(pid, 'SIGTERM')
  await released(dataDir)
})
