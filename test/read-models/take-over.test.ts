import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { startEventStore } from '../../ops/embedded/event-store/start.ts'
import { connectEventStore } from '../../platform/event-store/connect.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import { readReached } from '../../platform/positions/read-model.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { groups } from '../../projections/groups.ts'
import { startTestPostgres } from '../servers/postgres.ts'
import { eventually } from '../servers/eventually.ts'
import { createRecorder } from './recorder.ts'
import { applierOn, dump, emptyRows } from './rows.ts'
import { play, wholeJob } from './steps.ts'

t.setTimeout(120_000)
const server = await startTestPostgres()
const dataDir = mkdtempSync(join(tmpdir(), 'qhub-event-store-'))
const store = await startEventStore({ dataDir, port: 0 })
const eventStore = connectEventStore(store.connectionString)
const { pool, db, close } = await connectPostgres(server.url)
t.teardown(async () => {
  await eventStore.close()
  await close()
  await store.stop()
  await server.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const main = fileURLToPath(new URL('./projector-process.ts', import.meta.url))

const startProcess = (t: Test) => {
  const child = spawn(
    process.execPath,
    ['--import=tsx', main, store.connectionString, server.url],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let held: readonly string[] = []
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    held =
      text
        .trimEnd()
        .split('\n')
        .at(-1)
        ?.split(',')
        .filter((name) => name !== '') ?? []
  })
  t.teardown(() => child.kill('SIGKILL'))
  return { held: () => held, send: (signal: NodeJS.Signals) => void child.kill(signal), child }
}

const recorder = createRecorder()
let written = 0
const asNew = ({ id, type, data, metadata }: RecordedEvent) => ({ id, type, data, metadata })
const writeJob = async (name: string): Promise<bigint> => {
  play(recorder, wholeJob, 'a', name)
  let position = 0n
  for (const event of recorder.events.slice(written)) {
    const expected = event.revision === 0n ? 'no-stream' : event.revision - 1n
    const result = await eventStore.append(event.stream, [asNew(event)], expected)
    if (result.kind !== 'appended') throw new Error(`not appended: ${result.kind}`)
    position = result.position
    written += 1
  }
  return position
}

const reached = (position: bigint): Promise<true> =>
  eventually(async () => ((await readReached(db)).position >= position ? true : undefined), 40_000)

const isWhat = async (t: Test, what: string): Promise<void> => {
  const rows = await dump(pool)
  t.equal(rows['event_log']?.length, recorder.events.length, what)
  await emptyRows(pool)
  // Positions are those of the store: what it has is what a rebuild reads.
  const log = await eventStore.readAll({
    maxCount: 100_000,
    filter: { on: 'stream', regex: '^[^$].*' },
  })
  await (await applierOn(pool)).apply(log)
  t.same(await dump(pool), rows, 'and they are what a rebuild gives')
}

for (const [signal, name] of [
  ['SIGKILL', 'killed'],
  ['SIGSTOP', 'frozen'],
] as const)
  t.test(
    `two processes share the groups; when one is ${name} the other has them all`,
    async (t) => {
      await emptyRows(pool)
      const [first, second] = [startProcess(t), startProcess(t)]
      await eventually(
        () => (first.held().length > 0 && second.held().length > 0 ? true : undefined),
        30_000,
      )
      await eventually(
        () => (first.held().length + second.held().length === groups.length ? true : undefined),
        30_000,
      )
      await reached(await writeJob(`${name} 1`))
      await writeJob(`${name} 2`)
      first.send(signal)
      await reached(await writeJob(`${name} 3`))
      t.equal(second.held().length, groups.length)
      if (signal === 'SIGSTOP') {
        // It wakes with a batch in hand and its leases gone, and must not write; then it shares again.
        first.send('SIGCONT')
        await reached(await writeJob(`${name} 4`))
        await eventually(
          () => (first.held().length === Math.floor(groups.length / 2) ? true : undefined),
          30_000,
        )
        await reached(await writeJob(`${name} 5`))
        t.equal(first.child.exitCode, null, 'nor did it end')
      }
      second.send('SIGKILL')
      if (signal === 'SIGSTOP') await reached(await writeJob(`${name} 6`))
      first.send('SIGKILL')
      await isWhat(t, 'every event once')
    },
  )
