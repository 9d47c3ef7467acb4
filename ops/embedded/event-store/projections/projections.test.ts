import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import fc from '../../../../test/kit/fast-check.ts'
import { eventually } from '../../../../test/servers/eventually.ts'
import { openNode, type EventStoreNode } from '../core/node.ts'
import type { ProposedEvent } from '../core/outcome.ts'
import { scanAllForwards } from '../core/read-all.ts'
import { entriesIn } from '../core/steps.ts'
import { dataOf, streamOf, typeOf } from '../store/record.ts'
import { standardProjections } from './standard.ts'
import { openProjections, type Projections } from './subsystem.ts'

type Tap = { readonly teardown: (handler: () => unknown) => unknown }

const temporary = async (t: Tap): Promise<string> => {
  const directory = await mkdtemp(join(tmpdir(), 'qhub-projections-'))
  t.teardown(() => rm(directory, { recursive: true, force: true }))
  return directory
}

const proposed = (type: string): ProposedEvent => ({
  id: randomUUID(),
  type,
  contentType: 'application/json',
  metadata: Buffer.from(`{"$correlationId":"${type}-flow"}`),
  data: Buffer.from('{}'),
})

const append = (node: EventStoreNode, stream: string, type = 'T'): Promise<unknown> =>
  node.writer.append(stream, [proposed(type)], { kind: 'any' })

const records = (node: EventStoreNode): readonly Buffer[] =>
  Array.from(entriesIn(scanAllForwards(node.log, 'start', () => true)), ({ bytes }) => bytes)

const isEmitted = (bytes: Buffer): boolean => ['$>', '$@'].includes(typeOf(bytes))

/** What each emitted stream holds, in order. */
const emittedIn = (node: EventStoreNode): Record<string, string[]> => {
  const emitted: Record<string, string[]> = {}
  for (const bytes of records(node).filter(isEmitted)) {
    ;(emitted[streamOf(bytes)] ??= []).push(dataOf(bytes).toString('utf8'))
  }
  return emitted
}

/** What a plain pass over the log says that they should hold. */
const expectedIn = (node: EventStoreNode): Record<string, string[]> => {
  const expected: Record<string, string[]> = {}
  for (const { emit } of standardProjections) {
    for (const bytes of records(node)) {
      const emission = emit(bytes)
      if (emission !== undefined) (expected[emission.stream] ??= []).push(emission.data)
    }
  }
  return expected
}

const finished = (node: EventStoreNode, projections: Projections): Promise<true> =>
  eventually(() => {
    const all = projections.all().map(({ statistics }) => statistics())
    const last = node.log.lastPosition()
    return all.every(({ position }) => position === last) || undefined
  })

const enableAll = async (projections: Projections): Promise<void> => {
  await Promise.all(projections.all().map(({ enable }) => enable()))
}

t.test('nothing is written before a projection is wanted', async (t) => {
  const node = openNode(await temporary(t))
  const projections = await openProjections(node)
  await append(node, 'a-1')
  t.equal(records(node).length, 1)
  t.ok(projections.all().every(({ statistics }) => statistics().status === 'Stopped'))
  await projections.close()
  t.equal(records(node).length, 1)
  await node.close()
})

const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('append' as const),
      stream: fc.constantFrom('a-1', 'a-2', 'b-1', 'plain', '-x', '$own'),
      type: fc.constantFrom('T', 'U', '$V'),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'delete' as const }) },
  // Neither leaves a checkpoint: what was done since the last one is gone over again.
  { weight: 1, arbitrary: fc.constant({ do: 'abort' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'wait' as const }) },
)

t.test('each link is there once, over aborts and restarts', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const directory = await temporary(t)
      let node = openNode(directory)
      let projections = await openProjections(node, true)
      for (const taken of steps) {
        if (taken.do === 'append') await append(node, taken.stream, taken.type)
        else if (taken.do === 'delete') await node.writer.softDelete('a-1', { kind: 'any' })
        else if (taken.do === 'wait') await finished(node, projections)
        else if (taken.do === 'abort') {
          await Promise.all(projections.all().map(({ disable }) => disable(false)))
          await enableAll(projections)
        } else {
          await projections.close()
          await node.close()
          node = openNode(directory)
          projections = await openProjections(node, true)
        }
      }
      await finished(node, projections)
      t.same(emittedIn(node), expectedIn(node))
      await projections.close()
      await node.close()
    }),
    { numRuns: 10 },
  )
})

t.test('a stream that somebody else wrote to stops its projection, and says so', async (t) => {
  const node = openNode(await temporary(t))
  await append(node, '$ce-a')
  const projections = await openProjections(node)
  const byCategory = projections.named('$by_category')
  await byCategory?.enable()
  await append(node, 'a-1')
  const status = await eventually(() => {
    const now = byCategory?.statistics()
    return now?.status === 'Faulted' ? now : undefined
  })
  t.match(status.reason, /'\$ce-a'.*written to from the outside/)
  await byCategory?.disable(true)
  await projections.close()
  await node.close()
})

t.test('a long log is checkpointed on the way', async (t) => {
  const node = openNode(await temporary(t))
  for (let i = 0; i < 45; i++) {
    const events = Array.from({ length: 100 }, () => proposed('T'))
    await node.writer.append('plain', events, { kind: 'any' })
  }
  const projections = await openProjections(node)
  const streams = projections.named('$streams')
  await streams?.enable()
  const statistics = await eventually(() => {
    const now = streams?.statistics()
    return now !== undefined && now.processed > 4_500 ? now : undefined
  })
  t.ok(statistics.checkpoint > 0 && statistics.checkpoint <= statistics.position)
  await projections.close()
  await node.close()
})
