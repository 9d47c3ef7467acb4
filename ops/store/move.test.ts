import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client'
import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { openChannel } from '../../platform/event-store/channel.ts'
import { runEventStore } from '../embedded/event-store/run.ts'
import { startEventStore } from '../embedded/event-store/start.ts'
import { dumpManifest, isTombstone, lineOfEvent, type DumpedEvent } from './dump.ts'
import { exportStore } from './export.ts'
import { fillDirectory } from './fill.ts'
import { importInto } from './import.ts'
import { scavengeOnline } from './online-scavenge.ts'
import { eventsOfStore } from './remote-log.ts'

t.setTimeout(240_000)
const quiet = (): void => undefined

const root = mkdtempSync(join(tmpdir(), 'qhub-move-'))
t.teardown(() => rmSync(root, { recursive: true, force: true }))
let places = 0
/** A directory that nobody has used. */
const place = (): string => join(root, String(++places))

const start = async () => {
  const dataDir = place()
  const store = await runEventStore(dataDir, { port: 0 })
  return { dataDir, url: store.connectionString, stop: store.close }
}

const logOf = async (url: string): Promise<readonly DumpedEvent[]> => {
  const channel = openChannel(url)
  const events: DumpedEvent[] = []
  for await (const event of eventsOfStore(channel)) events.push(event)
  await channel.close()
  return events
}

/** Each stream's events, all that an import keeps of them. */
const streamsOf = (log: readonly DumpedEvent[]): Readonly<Record<string, readonly unknown[]>> =>
  Object.fromEntries(
    [...new Set(log.map(({ stream }) => stream))]
      .sort()
      .map((name) => [
        name,
        log
          .filter(({ stream }) => stream === name)
          .map((event) => [
            event.revision.toString(),
            isTombstone(event) ? '' : event.id,
            event.type,
            event.contentType,
            event.data.toString('base64'),
            event.metadata.toString('base64'),
          ]),
      ]),
  )

/** The same to compare quickly. */
const asText = (log: readonly DumpedEvent[]): string => JSON.stringify(streamsOf(log), undefined, 1)

/** What readers see of a stream: revisions, or why there is nothing to see. */
const seen = async (client: EventStoreDBClient, stream: string): Promise<unknown> => {
  try {
    const revisions: number[] = []
    for await (const { event } of client.readStream(stream)) revisions.push(Number(event?.revision))
    return revisions
  } catch (error) {
    return error instanceof Error ? error.constructor.name : error
  }
}

const step = fc.record({
  do: fc.constantFrom(
    'append',
    'append',
    'append',
    'binary',
    'count',
    'cut',
    'acl',
    'delete',
    'end',
  ),
  stream: fc.nat({ max: 5 }),
  size: fc.integer({ min: 1, max: 4 }),
})
type Step = { do: string; stream: number; size: number }

const play = async (client: EventStoreDBClient, steps: readonly Step[]): Promise<void> => {
  for (const { do: what, stream: number, size } of steps) {
    const stream = `s-${number}`
    const json = () =>
      jsonEvent({ id: randomUUID(), type: 'T', data: { size }, metadata: { m: number } })
    const binary = () => ({
      id: randomUUID(),
      type: 'B',
      contentType: 'application/octet-stream' as const,
      data: Buffer.from([0xff, 0x00, size]),
      metadata: Buffer.from([0xfe, number]),
    })
    const attempt = async (): Promise<unknown> => {
      switch (what) {
        case 'binary':
          return client.appendToStream(stream, Array.from({ length: size }, binary))
        case 'count':
          return client.setStreamMetadata(stream, { maxCount: size })
        case 'cut':
          return client.setStreamMetadata(stream, { truncateBefore: size })
        case 'acl':
          return client.setStreamMetadata(stream, { acl: { readRoles: ['$admins'] }, n: size })
        case 'delete':
          return client.deleteStream(stream)
        case 'end':
          return size === 4 ? client.tombstoneStream(stream) : undefined
        default:
          return client.appendToStream(stream, Array.from({ length: size }, json))
      }
    }
    // A stream that has ended, or is not there to be deleted, refuses.
    await attempt().catch(() => undefined)
  }
}

t.test(
  'any history moves from one store to another by the protocol, all streams equal',
  async (t) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 25 }),
        fc.boolean(),
        async (steps, scavenged) => {
          const [from, to] = await Promise.all([start(), start()])
          const [source, target] = [from, to].map(({ url }) =>
            EventStoreDBClient.connectionString(url),
          )
          await play(source!, steps)
          if (scavenged) await scavengeOnline(from.url, quiet)
          const dump = place()
          const manifest = await exportStore(from.url, dump, quiet, new Date(0))
          const report = await importInto(to.url, dump, quiet)
          const [a, b] = await Promise.all([logOf(from.url), logOf(to.url)])
          t.equal(manifest.events, a.length)
          if (!scavenged) {
            t.equal(report.appended, a.length)
            t.same(streamsOf(b), streamsOf(a), JSON.stringify(steps))
          }
          for (const number of Array.from({ length: 6 }, (_, i) => i)) {
            const stream = `s-${number}`
            t.same(
              await seen(target!, stream),
              await seen(source!, stream),
              `${stream} ${JSON.stringify(steps)}`,
            )
            const [was, is] = await Promise.all(
              [from, to].map((_, i) =>
                [source!, target!][i]!.getStreamMetadata(stream).catch(String),
              ),
            )
            const metadataOf = (x: typeof was) =>
              typeof x === 'object' && 'metadata' in x ? x.metadata : x
            if (!scavenged) t.same(metadataOf(is), metadataOf(was))
          }
          t.match(await importInto(to.url, dump, quiet), { appended: 0 }, 'again changes nothing')
          await Promise.all([source!.dispose(), target!.dispose(), from.stop(), to.stop()])
        },
      ),
      { numRuns: 12 },
    )
  },
)

const many = async (url: string, streams: number, each: number): Promise<void> => {
  const client = EventStoreDBClient.connectionString(url)
  await Promise.all(
    Array.from({ length: streams }, (_, i) =>
      client.appendToStream(
        `many-${i}`,
        Array.from({ length: each }, (_, n) =>
          jsonEvent({ type: 'T', data: { n, text: 'x'.repeat(200) } }),
        ),
      ),
    ),
  )
  await client.dispose()
}

t.test(
  'an import whose target is killed half way is run again, and nothing is there twice',
  async (t) => {
    const from = await start()
    const dataDir = place()
    const to = await startEventStore({ dataDir, port: 0 })
    await many(from.url, 400, 20)
    const dump = place()
    const { events } = await exportStore(from.url, dump, quiet, new Date(0))
    let killed: Promise<void> | undefined
    await t.rejects(
      importInto(to.connectionString, dump, ({ phase, done }) => {
        if (phase === 'import' && done > events / 2) killed ??= to.kill()
      }),
    )
    await killed
    const again = await startEventStore({ dataDir, port: 0 })
    const { appended, found } = await importInto(again.connectionString, dump, quiet)
    t.ok(found > 0 && appended > 0, `${found} found, ${appended} appended`)
    t.equal(found + appended, events)
    t.equal(asText(await logOf(again.connectionString)), asText(await logOf(from.url)))
    const positions = (log: readonly DumpedEvent[]) => log.map(({ id }) => id)
    t.same(
      positions(await logOf(again.connectionString)),
      positions(await logOf(from.url)),
      'log order',
    )
    await Promise.all([from.stop(), again.stop()])
  },
)

t.test('the importing process itself killed: the same', async (t) => {
  const [from, to] = await Promise.all([start(), start()])
  await many(from.url, 600, 20)
  const dump = place()
  const { events } = await exportStore(from.url, dump, quiet, new Date(0))
  const script = `${place()}.mjs`
  const tool = fileURLToPath(new URL('./import.ts', import.meta.url))
  writeFileSync(
    script,
    `import { importInto } from ${JSON.stringify(tool)}
     let said = false
     await importInto(${JSON.stringify(to.url)}, ${JSON.stringify(dump)}, ({ phase, done }) => {
       if (phase === 'import' && done > 1000 && !said) { said = true; process.stdout.write('half\\n') }
     })`,
  )
  const child = spawn(process.execPath, ['--import=tsx', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'exit')
  const { appended, found } = await importInto(to.url, dump, quiet)
  t.equal(found + appended, events)
  t.equal(asText(await logOf(to.url)), asText(await logOf(from.url)))
  await Promise.all([from.stop(), to.stop()])
})

t.test('a store that holds something else is refused, and stays as it is', async (t) => {
  const [from, to] = await Promise.all([start(), start()])
  await many(from.url, 3, 2)
  await many(to.url, 2, 1)
  const dump = place()
  await exportStore(from.url, dump, quiet, new Date(0))
  const before = asText(await logOf(to.url))
  await t.rejects(importInto(to.url, dump, quiet), { code: 'NOT_THE_SAME_LOG' })
  t.equal(asText(await logOf(to.url)), before)
  await Promise.all([from.stop(), to.stop()])
})

t.test('an export that was changed is refused', async (t) => {
  const from = await start()
  await many(from.url, 2, 2)
  const dump = place()
  const manifest = await exportStore(from.url, dump, quiet, new Date(0))
  t.same(
    dumpManifest.parse(JSON.parse(readFileSync(join(dump, 'manifest.json'), 'utf8'))),
    manifest,
  )
  const file = join(dump, 'events.ndjson')
  writeFileSync(file, readFileSync(file, 'utf8').replace('"T"', '"U"'))
  await t.rejects(importInto(from.url, dump, quiet), { code: 'DUMP_DAMAGED' })
  await from.stop()
})

t.test(
  'straight into a directory events keep their times, and a second run adds nothing',
  async (t) => {
    const from = await start()
    await many(from.url, 5, 7)
    const client = EventStoreDBClient.connectionString(from.url)
    await client.setStreamMetadata('many-1', { maxCount: 1 })
    await client.tombstoneStream('many-2')
    await client.deleteStream('many-3')
    await scavengeOnline(from.url, quiet)
    const dump = place()
    const { events } = await exportStore(from.url, dump, quiet, new Date(0))
    const dataDir = place()
    t.same(await fillDirectory(dataDir, dump, quiet), { appended: events, found: 0 })
    cpSync(dataDir, place(), { recursive: true })
    t.same(await fillDirectory(dataDir, dump, quiet), { appended: 0, found: events })
    const filled = await startEventStore({ dataDir, port: 0 })
    const text = (log: readonly DumpedEvent[]) =>
      log.map((event) => lineOfEvent({ ...event, position: 0n }))
    t.same(
      text(await logOf(filled.connectionString)),
      text(await logOf(from.url)),
      'ids, revisions, times, order',
    )
    const other = EventStoreDBClient.connectionString(filled.connectionString)
    for (const stream of [0, 1, 2, 3, 4].map((n) => `many-${n}`)) {
      t.same(await seen(other, stream), await seen(client, stream))
    }
    await Promise.all([client.dispose(), other.dispose()])
    await Promise.all([from.stop(), filled.stop()])
  },
)
