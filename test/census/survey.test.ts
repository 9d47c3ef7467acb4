import t from 'tap'
import { startEventStore } from '../../ops/embedded/event-store/start.ts'
import { connectEventStore } from '../../platform/event-store/connect.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import { newId } from '../../platform/ids/ids.ts'
import { createRecorder } from '../read-models/recorder.ts'
import { play, wholeJob } from '../read-models/steps.ts'
import { catalogueFolder, readCatalogue } from './catalogue.ts'
import { schemaOf } from '../../domain/events.ts'
import { linesOf, runQhub } from '../kit/qhub.ts'

const server = await startEventStore({ dataDir: t.testdir(), port: 0 })
const eventStore = connectEventStore(server.connectionString)
t.teardown(async () => {
  await eventStore.close()
  await server.stop()
})

const append = async (events: readonly Omit<RecordedEvent, 'position' | 'created'>[]) => {
  for (const { revision, stream, id, type, data, metadata } of events)
    await eventStore.append(
      stream,
      [{ id, type, data, metadata }],
      revision === 0n ? 'no-stream' : revision - 1n,
    )
}

const metadataOf = ([event]: readonly RecordedEvent[]): RecordedEvent['metadata'] => {
  if (event === undefined) throw new Error('there is no event')
  return event.metadata
}

const census = async () => {
  const args = ['census', '--against', server.connectionString, '--json']
  const { code, out, err: said } = await runQhub(args)
  const lines = linesOf(out)
  return { code, lines, tallies: lines.at(-1)?.['tallies'], said }
}

t.test('a store that today’s code can read', async (t) => {
  const recorder = createRecorder()
  play(recorder, wholeJob)
  await append(recorder.events)
  const old = readCatalogue(catalogueFolder).filter(({ version }) => version === 1)
  const metadata = metadataOf(recorder.events)
  const examples = old.map(({ type, example }) => ({ type, data: example, id: newId() }))
  for (const event of examples)
    await append([{ ...event, stream: `example-${event.id}`, revision: 0n, metadata }])
  const { code, tallies, said } = await census()
  t.equal(code, 0)
  // The job is told in today's versions, the examples are of the first.
  const versions = new Set([
    ...recorder.events.map(({ type }) => `${type}@${schemaOf(type)}`),
    ...old.map(({ type }) => `${type}@1`),
  ])
  t.match(said, `${recorder.events.length + examples.length} events of ${versions.size} versions`)
  const disabled = { type: 'AccountDisabled', schema: 1, events: 1, unreadable: 0 }
  t.match(
    (tallies as readonly { readonly type: string }[]).filter(({ type }) => type === disabled.type),
    [disabled],
  )
})

t.test('the first that cannot be read is named', async (t) => {
  const jobs = await eventStore.readAll({
    maxCount: 1,
    filter: { on: 'stream', prefixes: ['job-'] },
  })
  const metadata = metadataOf(jobs)
  const stream = `job-${newId()}`
  const future = { type: 'JobStarted', data: {}, metadata: { ...metadata, schema: 9 } }
  await append([
    { ...future, stream, id: newId(), revision: 0n },
    { ...future, stream, id: newId(), revision: 1n },
  ])
  const { code, tallies } = await census()
  t.equal(code, 1)
  const found = (tallies as { readonly schema: number }[]).filter(({ schema }) => schema === 9)
  t.match(found, [
    { type: 'JobStarted', events: 2, unreadable: 2, first: { stream, revision: '0' } },
  ])
})
