import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import fc from '../../../../test/kit/fast-check.ts'
import { openNode, type EventStoreNode } from '../core/node.ts'
import { ConfigUnreadable, createGroupConfig, type GroupEntry } from './config.ts'
import { createGroups } from './groups.ts'
import { writeOwn } from './own-streams.ts'
import { strategyNames, type GroupSettings, type GroupSource } from './settings.ts'

type Tap = { readonly teardown: (handler: () => unknown) => unknown }

const openTemporary = (t: Tap): EventStoreNode => {
  const directory = mkdtempSync(join(tmpdir(), 'qhub-groups-'))
  const node = openNode(directory)
  t.teardown(async () => {
    await node.close()
    rmSync(directory, { recursive: true, force: true })
  })
  return node
}

const settings: GroupSettings = {
  startFrom: 0,
  resolveLinks: false,
  extraStatistics: false,
  messageTimeoutMs: 30_000,
  maxRetryCount: 10,
  checkpointAfterMs: 2_000,
  minCheckpointCount: 10,
  maxCheckpointCount: 1_000,
  maxSubscriberCount: 0,
  liveBufferSize: 500,
  readBatchSize: 20,
  historyBufferSize: 500,
  strategy: 'RoundRobin',
}
const wish = (stream: string) => ({
  source: { kind: 'stream', stream } as const,
  group: 'group',
  settings,
  by: 'admin',
})

const configStream = '$persistentSubscriptionConfig'
const writeConfig = (node: EventStoreNode, data: string): Promise<void> =>
  writeOwn(node, configStream, {
    type: '$PersistentConfig',
    contentType: 'application/json',
    data,
  })

const text = fc.string({ minLength: 1 })
const on = fc.constantFrom('stream' as const, 'type' as const)
const source: fc.Arbitrary<GroupSource> = fc.oneof(
  text.filter((stream) => stream !== '$all').map((stream) => ({ kind: 'stream' as const, stream })),
  fc.constant({ kind: 'all' as const }),
  fc.record({
    kind: fc.constant('all' as const),
    filter: fc.oneof(
      fc.record({ on, prefixes: fc.array(text, { minLength: 1, maxLength: 3 }) }),
      fc.record({ on, regex: text }),
    ),
  }),
)
const count = fc.nat(100_000)
const entry: fc.Arbitrary<GroupEntry> = fc.record({
  source,
  group: fc.string(),
  startBehind: fc.integer({ min: -1, max: 1_000_000 }),
  settings: fc.record({
    startFrom: fc.oneof(fc.constant('end' as const), count),
    resolveLinks: fc.boolean(),
    extraStatistics: fc.boolean(),
    messageTimeoutMs: count,
    maxRetryCount: count,
    checkpointAfterMs: count,
    minCheckpointCount: count,
    maxCheckpointCount: count,
    maxSubscriberCount: count,
    liveBufferSize: count,
    readBatchSize: count,
    historyBufferSize: count,
    strategy: fc.constantFrom(...strategyNames),
  }),
})

t.test('the configuration is read as it was written', async (t) => {
  const config = createGroupConfig(openTemporary(t))
  t.same(config.load(), [])
  await fc.assert(
    fc.asyncProperty(fc.array(entry, { maxLength: 4 }), async (entries) => {
      await config.save(entries, 'somebody')
      t.same(config.load(), entries)
    }),
    { numRuns: 40 },
  )
})

t.test(
  'the configuration of the product is understood: it leaves out zero and false',
  async (t) => {
    const node = openTemporary(t)
    await writeConfig(
      node,
      JSON.stringify({
        version: '2',
        updated: '2026-01-01T00:00:00',
        updatedBy: 'admin',
        entries: [
          {
            stream: '$all',
            group: 'g',
            filter: { context: 'eventtype', type: 'prefix', data: 'A,B', isAllStream: true },
            messageTimeout: 30_000,
            startFrom: -9223372036854775808,
            startPosition: 'C:500/P:500',
            liveBufferSize: 500,
            historyBufferSize: 500,
            readBatchSize: 20,
            maxCheckPointCount: 1000,
            namedConsumerStrategy: 'Pinned',
          },
        ],
      }),
    )
    t.match(createGroupConfig(node).load(), [
      {
        source: { kind: 'all', filter: { on: 'type', prefixes: ['A', 'B'] } },
        group: 'g',
        startBehind: 499,
        settings: { startFrom: 500, maxRetryCount: 0, resolveLinks: false, strategy: 'Pinned' },
      },
    ])
  },
)

t.test('a configuration that can not be read is not written over', async (t) => {
  const node = openTemporary(t)
  await writeConfig(node, '{"version":"2","entries":[{"stream":7}]}')
  t.throws(() => createGroupConfig(node).load(), ConfigUnreadable)
  const groups = createGroups(node)
  t.match(await groups.create(wish('s')), { kind: 'failed', reason: /can't be read/ })
  t.throws(() => createGroupConfig(node).load(), ConfigUnreadable)

  await writeConfig(node, '{"version":"2"}')
  await groups.restart()
  t.match(await groups.create(wish('s')), { kind: 'done' })
  t.ok(await groups.find('s', 'group'))
  await groups.close()
})

t.test('a group whose filter can not be used here is kept, and can be deleted', async (t) => {
  const node = openTemporary(t)
  const filter = { on: 'type', regex: '(?(a)b|c)' } as const
  const foreign: GroupEntry = {
    source: { kind: 'all', filter },
    group: 'g',
    settings,
    startBehind: -1,
  }
  await createGroupConfig(node).save([foreign], 'another node')
  const groups = createGroups(node)
  t.equal(await groups.find('$all', 'g'), undefined)
  t.match(await groups.create(wish('s')), { kind: 'done' })
  t.same(
    createGroupConfig(node)
      .load()
      .map(({ group }) => group),
    ['g', 'group'],
  )
  t.match(await groups.remove('$all', 'g', 'admin'), { kind: 'done' })
  t.equal(createGroupConfig(node).load().length, 1)
  await groups.close()
})

t.test('changes at the same moment come one after the other', async (t) => {
  const node = openTemporary(t)
  const groups = createGroups(node)
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => groups.create(wish('s'))))
  t.same(outcomes.map(({ kind }) => kind).sort(), [
    'done',
    ...Array.from({ length: 9 }, () => 'exists'),
  ])
  await Promise.all(Array.from({ length: 10 }, (_, i) => groups.create(wish(`s-${i}`))))
  t.equal((await groups.list())?.length, 11)
  t.equal(createGroupConfig(node).load().length, 11)
  await groups.close()
})
