import t from 'tap'
import type { Finding } from '../../ops/audit/finding.ts'
import { readHeads, readKeys } from '../../ops/audit/heads.ts'
import { verifyLog } from '../../ops/audit/verify-log.ts'
import { isAudited } from '../../domain/audit/leaf.ts'
import type { StoredLog } from '../../platform/event-store/stored-log.ts'
import type { WireEvent } from '../../platform/event-store/wire/read-reply.ts'
import { startAuditWorld } from './world.ts'

t.setTimeout(60_000)
const world = await startAuditWorld()
t.teardown(world.stop)
const { eventStore, log, tree } = world
for (const count of [10, 300, 20]) {
  await world.write(count)
  await world.keeper().round('now')
}
await world.write(3)
const heads = await readHeads(eventStore)
const keys = await readKeys(eventStore)

const events: WireEvent[] = []
for await (const page of log.after('start')) events.push(...page)
const leaves = events.filter(isAudited)

/** The log with its events changed on the server's disk, as far as a reader can tell. */
const tampered = (change: (all: readonly WireEvent[]) => readonly WireEvent[]): StoredLog => ({
  ...log,
  after: async function* () {
    yield change(leaves)
  },
})
const findingsOf = async (
  change: (all: readonly WireEvent[]) => readonly WireEvent[],
  more: { readonly tree?: typeof tree } = { tree },
): Promise<readonly Finding[]> =>
  (await verifyLog({ log: tampered(change), heads, keys, ...more })).findings
const at = (all: readonly WireEvent[], i: number): WireEvent => all[i]!
const with7 = (change: (event: WireEvent) => Partial<WireEvent>) => (all: readonly WireEvent[]) =>
  all.map((event, i) => (i === 7 ? { ...event, ...change(event) } : event))

t.test('the log as it is has the root of every head', async (t) => {
  const verdict = await verifyLog({ log, heads, keys, tree })
  t.match(verdict, { findings: [], events: leaves.length, heads: 3, signed: heads.at(-1)!.size })
})

t.test('what was done to the log is found, and the first bad event named', async (t) => {
  const { stream, revision, id } = at(leaves, 7)
  const named = { index: 7, stream, revision: revision.toString(), id }
  t.match(await findingsOf(with7(() => ({ data: Buffer.from('{}') }))), [
    { code: 'EVENT_CHANGED', event: named },
  ])
  t.match(await findingsOf(with7(() => ({ metadata: Buffer.from('{}') }))), [
    { code: 'EVENT_CHANGED', event: named },
  ])
  const dropped = await findingsOf((all) => all.filter((_, i) => i !== 7))
  t.match(dropped, [{ code: 'EVENT_MISSING', event: { index: 7 } }, { code: 'GAP' }])
  const swapped = await findingsOf((all) => [
    ...all.slice(0, 7),
    at(all, 8),
    at(all, 7),
    ...all.slice(9),
  ])
  t.match(swapped[0], { code: 'EVENTS_SWAPPED', event: { index: 7 } })
  const repeated = await findingsOf((all) => [...all.slice(0, 8), ...all.slice(7)])
  t.match(repeated[0], { code: 'EVENT_REPEATED', event: { index: 8 } })
  t.ok(repeated.some(({ code }) => code === 'DUPLICATE_ID' || code === 'GAP'))
  const truncated = await findingsOf((all) => all.slice(0, 200))
  t.match(truncated, [{ code: 'LOG_TRUNCATED', event: { index: 200 } }])
})

t.test('without the tree, or with one that was changed too, it is between two heads', async (t) => {
  const change = with7(() => ({ data: Buffer.from('{}') }))
  const among = { from: 0, to: heads[0]!.size }
  t.match(await findingsOf(change, {}), [{ code: 'LOG_DIFFERS', among }])
  const wrong = {
    ...tree,
    leavesOf: async () => Array.from({ length: 256 }, () => Buffer.alloc(32)),
  }
  t.match(await findingsOf(change, { tree: wrong }), [{ code: 'LOG_DIFFERS', among }])
  t.same(
    await findingsOf((all) => all, { tree: wrong }),
    [],
    'the log is right, whatever the tree says',
  )
})

t.test('heads that were not signed so are not believed', async (t) => {
  const forged = heads.map((head, i) => (i === 1 ? { ...head, root: 'ab'.repeat(32) } : head))
  const verdict = await verifyLog({ log, heads: forged, keys, tree })
  t.match(verdict.findings, [{ code: 'HEAD_FORGED' }])
  t.match((await verifyLog({ log, heads, keys, given: [] })).findings[0], { code: 'UNKNOWN_KEY' })
})
