import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import fc from '../../../../test/kit/fast-check.ts'
import { createdMsOf, revisionOf, streamOf } from '../store/record.ts'
import type { Expected } from './check.ts'
import { openNode, type EventStoreNode } from './node.ts'
import type { ProposedEvent } from './outcome.ts'
import { scanAllForwards } from './read-all.ts'
import { findStream, readStreamForwards } from './read-stream.ts'
import { entriesIn } from './steps.ts'

const temporary = async (t: Tap): Promise<string> => {
  const directory = await mkdtemp(join(tmpdir(), 'qhub-node-'))
  t.teardown(() => rm(directory, { recursive: true, force: true }))
  return directory
}
type Tap = { readonly teardown: (handler: () => unknown) => unknown }

const none = Buffer.alloc(0)
const proposed = (data = '{}', type = 'T'): ProposedEvent => ({
  id: randomUUID(),
  type,
  contentType: 'application/json',
  metadata: none,
  data: Buffer.from(data),
})
const any: Expected = { kind: 'any' }

const read = (node: EventStoreNode, stream: string): number[] | string => {
  const found = findStream(node.streams, stream)
  if (found.kind !== 'found') return found.kind
  const entries = readStreamForwards(node.log, found.state, 'start', node.now())
  return Array.from(entries, ({ bytes }) => revisionOf(bytes))
}

t.test('$maxAge hides what has become too old', async (t) => {
  let now = 1_000_000
  const node = openNode(await temporary(t), { now: () => now })
  await node.writer.append('s', [proposed()], any)
  now += 5_000
  await node.writer.append('s', [proposed()], any)
  await node.writer.append('$$s', [proposed('{"$maxAge":10}', '$metadata')], any)
  t.same(read(node, 's'), [0, 1])
  now += 6_000
  t.same(read(node, 's'), [1])
  now += 60_000
  t.same(read(node, 's'), [])
  await node.writer.append('s', [proposed()], any)
  t.same(read(node, 's'), [2])
  await node.close()
})

t.test('the time of an event is that of its append', async (t) => {
  const node = openNode(await temporary(t), { now: () => 1_234_567 })
  await node.writer.append('s', [proposed()], any)
  t.equal(createdMsOf(node.log.forwards(0, 1)[0]!.bytes), 1_234_567)
  await node.close()
})

// Random histories against the plainest model there is, with restarts in between.
const change = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('append' as const),
      size: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('tombstone' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('truncate' as const), before: fc.nat({ max: 12 }) }),
  },
)
type Model = { last: number; from: number; state: 'missing' | 'live' | 'deleted' | 'tombstoned' }

const expectedRead = ({ last, from, state }: Model): number[] | string => {
  switch (state) {
    case 'missing':
      return 'not-found'
    case 'deleted':
      return 'not-found'
    case 'tombstoned':
      return 'deleted'
    case 'live':
      return Array.from({ length: Math.max(0, last - from + 1) }, (_, i) => from + i)
  }
}

t.test('a stream is what its history says, over restarts', async (t) => {
  const directory = await temporary(t)
  let node = openNode(directory)
  let run = 0
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 12 }), async (changes) => {
      const stream = `s-${run++}`
      const model: Model = { last: -1, from: 0, state: 'missing' }
      for (const step of changes) {
        const over = model.state === 'tombstoned'
        if (step.do === 'append') {
          const events = Array.from({ length: step.size }, () => proposed())
          const outcome = await node.writer.append(stream, events, any)
          t.equal(outcome.kind, over ? 'deleted' : 'appended')
          if (!over) {
            if (model.state === 'deleted') model.from = model.last + 1
            model.last += step.size
            model.state = 'live'
          }
        } else if (step.do === 'delete') {
          const outcome = await node.writer.softDelete(stream, any)
          const missing = model.state === 'missing'
          t.equal(outcome.kind, over ? 'deleted' : missing ? 'wrong-revision' : 'appended')
          if (!over && !missing) model.state = 'deleted'
        } else if (step.do === 'tombstone') {
          await node.writer.tombstone(stream, any)
          model.state = 'tombstoned'
        } else if (step.do === 'truncate' && model.state === 'live') {
          const metadata = proposed(`{"$tb":${step.before}}`, '$metadata')
          await node.writer.append(`$$${stream}`, [metadata], any)
          model.from = step.before
        } else if (step.do === 'restart') {
          await node.close()
          node = openNode(directory)
        }
        t.same(read(node, stream), expectedRead(model), JSON.stringify(changes))
      }
    }),
    { numRuns: 40 },
  )
  const positions = Array.from(
    entriesIn(scanAllForwards(node.log, 'start', () => true)),
    ({ position }) => position,
  )
  t.ok(positions.every((position, i) => i === 0 || position > (positions[i - 1] ?? Infinity)))
  await node.close()
})

t.test('appends accepted in one turn are one after the other, and each together', async (t) => {
  const node = openNode(await temporary(t))
  const streams = Array.from({ length: 20 }, (_, i) => `s-${i}`)
  await Promise.all(
    streams.map((stream) => node.writer.append(stream, [proposed(), proposed(), proposed()], any)),
  )
  const order = Array.from(entriesIn(scanAllForwards(node.log, 'start', () => true)), ({ bytes }) =>
    streamOf(bytes),
  )
  t.same(
    order,
    streams.flatMap((stream) => [stream, stream, stream]),
  )
  await node.close()
})
