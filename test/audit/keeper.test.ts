import t from 'tap'
import fc from '../kit/fast-check.ts'
import { isAudited } from '../../domain/audit/leaf.ts'
import { emptyRange, extendByLeaves, rootOf } from '../../domain/audit/range.ts'
import { provesConsistency, provesInclusion } from '../../domain/audit/verify-proof.ts'
import { readHeads, readKeys } from '../../ops/audit/heads.ts'
import { hexOf, sha256 } from '../../platform/audit/sha256.ts'
import { createSigner } from '../../platform/audit/signing.ts'
import { auditName } from '../../domain/audit/head-text.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import { hashOfEvent } from '../../projections/audit/catch-up.ts'
import { servicesOn } from '../kit/services.ts'
import { startAuditWorld } from './world.ts'

t.setTimeout(90_000)
const world = await startAuditWorld()
t.teardown(world.stop)
const { eventStore, log, tree, clock, postgres, signer } = world

const leavesNow = async (): Promise<readonly Uint8Array[]> => {
  const leaves: Uint8Array[] = []
  for await (const page of log.after('start'))
    leaves.push(...page.filter(isAudited).map(hashOfEvent))
  return leaves
}
const rootNow = (leaves: readonly Uint8Array[]) =>
  hexOf(rootOf(sha256, extendByLeaves(sha256, emptyRange(), leaves)))

t.test('an empty log has nothing to sign', async (t) => {
  t.same(await world.keeper().round(), { kind: 'nothing-new' })
})

t.test('heads are signed when they are due and something has happened', async (t) => {
  await world.write(3)
  const keeper = world.keeper()
  t.match(await keeper.round(), { kind: 'signed', head: { size: 3 } })
  t.match(await keeper.round(), { kind: 'not-due' })
  clock.advance(600_000)
  t.match(
    await keeper.round(),
    { kind: 'signed', head: { size: 5 } },
    'the key and the head are leaves',
  )
  clock.advance(600_000)
  t.match(await keeper.round(), { kind: 'nothing-new' }, 'the head before is no news')
  await world.write(1)
  t.match(await world.keeper().round(), { kind: 'signed', head: { size: 7 } }, 'after a restart')
})

t.test(
  'step by step or from the start, the tree is the same; its tiles prove what they say',
  async (t) => {
    for (const count of [1, 249, 3, 260, 700, 1]) {
      await world.write(count)
      await world.keeper().round('now')
    }
    const leaves = await leavesNow()
    const heads = await readHeads(eventStore)
    for (const { size, root } of heads) {
      t.equal(rootNow(leaves.slice(0, size)), root)
      t.equal(hexOf(await tree.root(size)), root)
    }
    const { size } = heads.at(-1)!
    await fc.assert(
      fc.asyncProperty(fc.nat(size - 1), fc.nat(size), fc.nat(size), async (index, a, b) => {
        const [from, to] = a < b ? [a, b] : [b, a]
        const [root, fromRoot, toRoot] = [
          await tree.root(size),
          await tree.root(from),
          await tree.root(to),
        ]
        const leaf = leaves[index]!
        const proof = await tree.inclusion(index, size)
        const steps = await tree.consistency(from, to)
        return (
          hexOf(toRoot) === rootNow(leaves.slice(0, to)) &&
          provesInclusion(sha256, { index, size, leaf, proof, root }) &&
          provesConsistency(sha256, { from, to, fromRoot, toRoot, proof: steps })
        )
      }),
      { numRuns: 25 },
    )
  },
)

t.test('where a leaf stands is found by its event', async (t) => {
  let index = 0
  for await (const page of log.after('start'))
    for (const event of page.filter(isAudited)) {
      if (index % 97 === 0) t.equal(await tree.indexOf(hashOfEvent(event), event.position), index)
      index += 1
    }
  t.equal(await tree.indexOf(sha256(), 10n ** 15n), undefined)
})

/** Killed while a head is appended: before it stood there, or before anybody heard that it does. */
const dying = (edge: 'before' | 'after'): EventStore => ({
  ...eventStore,
  append: async (stream, events, expected) => {
    if (edge === 'after') await eventStore.append(stream, events, expected)
    throw new Error('killed')
  },
})

t.test('a kill between the rows of the tree and the head leaves one chain', async (t) => {
  for (const edge of ['before', 'after'] as const) {
    await world.write(5)
    clock.advance(600_000)
    const before = await readHeads(eventStore)
    const doomed = world.keeper({ services: servicesOn(dying(edge), clock) })
    await t.rejects(doomed.round(), /killed/)
    const { kind } = await world.keeper().round()
    t.equal(kind, edge === 'before' ? 'signed' : 'not-due')
    const after = await readHeads(eventStore)
    t.equal(after.length, before.length + 1, `exactly one more (${edge})`)
    t.equal(rootNow((await leavesNow()).slice(0, after.at(-1)!.size)), after.at(-1)!.root)
  }
})

t.test('several at a time sign one chain', async (t) => {
  await world.write(20)
  clock.advance(600_000)
  const before = (await readHeads(eventStore)).length
  const rounds = await Promise.allSettled([1, 2, 3].map(() => world.keeper().round()))
  const signed = rounds.flatMap((each) =>
    each.status === 'fulfilled' && each.value.kind === 'signed' ? [each.value.head.size] : [],
  )
  const heads = await readHeads(eventStore)
  t.ok(signed.length > 0)
  t.equal(heads.length, before + new Set(signed).size, 'who comes second with the same is told so')
  const sizes = heads.map(({ size }) => size)
  t.same(
    sizes,
    [...new Set(sizes)].sort((a, b) => a - b),
  )
})

t.test(
  'tiles are not believed: spoilt or of another log’s places, they are built anew',
  async (t) => {
    const { db } = postgres
    const spoil = [
      () =>
        db
          .updateTable('audit_tile')
          .set({ hashes: Buffer.alloc(256 * 32, 9) })
          .where('level', '=', 0)
          .where('index', '=', 0n)
          .execute(),
      () =>
        db
          .updateTable('audit_tile')
          .set({ hashes: Buffer.alloc(3 * 32, 9) })
          .where('level', '=', 1)
          .execute(),
      () => db.updateTable('audit_tree').set({ position: 17n }).execute(),
      () => db.deleteFrom('audit_tile').execute(),
    ]
    for (const act of spoil) {
      await act()
      await world.write(2)
      clock.advance(600_000)
      t.match(await world.keeper().round(), { kind: 'signed' })
      const { size, root } = (await readHeads(eventStore)).at(-1)!
      t.equal(root, rootNow((await leavesNow()).slice(0, size)))
    }
  },
)

t.test('a log of another past is not signed, and the tree stays as evidence', async (t) => {
  await world.write(2)
  clock.advance(600_000)
  const before = await readHeads(eventStore)
  const { size: leaves } = await tree.state()
  const forged = {
    ...log,
    at: async (stream: string, revision: bigint) => {
      const event = await log.at(stream, revision)
      return event === undefined ? undefined : { ...event, data: Buffer.from('{"n":0}') }
    },
    after: async function* (position: bigint | 'start') {
      for await (const page of log.after(position))
        yield page.map((event) =>
          event.type === 'Counted' ? { ...event, data: Buffer.from('{"n":0}') } : event,
        )
    },
  }
  t.match(await world.keeper({ log: forged }).round(), {
    kind: 'inconsistent',
    last: before.at(-1)!,
  })
  t.same(await readHeads(eventStore), before)
  t.equal((await tree.state()).size, leaves)
  t.match(await world.keeper().round(), { kind: 'signed' })
})

t.test('a key is replaced by one that it endorses, and by no other', async (t) => {
  await world.write(1)
  clock.advance(600_000)
  const next = createSigner(auditName, Buffer.alloc(32, 2))
  t.match(await world.keeper({ signer: next }).round(), {
    kind: 'not-endorsed',
    current: signer.keyId,
  })
  t.match(await world.keeper({ signer: next, previous: signer }).round(), {
    kind: 'signed',
    head: { keyId: next.keyId },
  })
  t.match(await readKeys(eventStore), [
    { keyId: signer.keyId },
    { keyId: next.keyId, endorsement: { keyId: signer.keyId } },
  ])
})
