import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { wallet, walletIdOf, type WalletCommand } from '../../domain/billing/wallet/wallet.ts'
import { streamOf } from '../../domain/shared/decider.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import { derivedId, newId } from '../../platform/ids/ids.ts'
import type { Snapshot, SnapshotStore } from '../../platform/snapshots/snapshots.ts'
import { memoryLog } from '../../test/kit/memory-log.ts'
import { contextOf, servicesOn } from '../../test/kit/services.ts'
import { answeredBefore } from './answered.ts'
import { change } from './change.ts'
import { createFoldCache } from './fold-cache.ts'
import { load } from './load.ts'
import { createFoldSnapshots } from './snapshots.ts'

const organisation = newId()
const of = { organisation, asset: 'USD/2' } as const
const id = walletIdOf(organisation, of.asset)
const stream = streamOf(wallet, id)

const memorySnapshots = () => {
  const kept = new Map<string, Snapshot>()
  const store: SnapshotStore = {
    get: async (name) => kept.get(name),
    put: async (name, snapshot) => void kept.set(name, snapshot),
  }
  return { store, kept }
}
const troubles: unknown[] = []
const snapshotsOn = (store: SnapshotStore, codeVersion = 'today') =>
  createFoldSnapshots({
    store,
    codeVersion,
    worthwhile: 4,
    onTrouble: (error) => troubles.push(error),
  })

const contextOfCommand = (n: number) => contextOf(derivedId('command', n.toString()))
const commandOf = (n: number): WalletCommand =>
  n % 3 === 0
    ? { ...of, type: 'CreditWallet', amount: 100n, reason: 'test' }
    : { ...of, type: 'HoldFunds', holdId: derivedId(`${n}`), jobId: derivedId(`${n}`), amount: 7n }

/** Executes commands `from` … `to - 1`, one event each, in a process that keeps snapshots. */
const execute = async (eventStore: EventStore, store: SnapshotStore, from: number, to: number) => {
  const services = { ...servicesOn(eventStore), foldCache: createFoldCache(snapshotsOn(store)) }
  for (let n = from; n < to; n += 1)
    await change(services, contextOfCommand(n), `input ${n}`, wallet, id, commandOf(n))
}

/** What a new process makes of the stream, with these snapshots or none. */
const folded = async (eventStore: EventStore, store?: SnapshotStore, codeVersion = 'today') => {
  const snapshots = store === undefined ? undefined : snapshotsOn(store, codeVersion)
  const { commands, ...rest } = await load(eventStore, createFoldCache(snapshots), wallet, id)
  const answers = Array.from({ length: 40 }, (_, n) => {
    const answered = answeredBefore(
      { ...rest, commands },
      stream,
      contextOfCommand(n),
      `input ${n}`,
    )
    return answered === undefined || 'code' in answered ? answered : answered.position
  })
  return { ...rest, answers }
}

/** Ways in which a snapshot may not be what it should be. */
const faults: Readonly<Record<string, (snapshot: Snapshot) => Snapshot | undefined>> = {
  present: (snapshot) => snapshot,
  absent: () => undefined,
  'of other code': (snapshot) => ({ ...snapshot, codeVersion: 'yesterday' }),
  'with a flipped bit': (snapshot) => {
    const body = Buffer.from(snapshot.body)
    const at = body.length >> 1
    body[at] = (body[at] ?? 0) ^ 1
    return { ...snapshot, body }
  },
  'cut off': (snapshot) => ({ ...snapshot, body: snapshot.body.subarray(0, 20) }),
  empty: (snapshot) => ({ ...snapshot, body: Buffer.alloc(0) }),
  'under a later revision': (snapshot) => ({ ...snapshot, revision: snapshot.revision + 1n }),
  'under an earlier revision': (snapshot) => ({ ...snapshot, revision: snapshot.revision - 1n }),
}

t.test('present, absent, old or broken: a snapshot changes nothing but cost', async (t) => {
  const lengths = fc.record({
    before: fc.integer({ min: 0, max: 30 }),
    since: fc.nat({ max: 9 }),
    fault: fc.constantFrom(...Object.keys(faults)),
  })
  let used = 0
  await fc.assert(
    fc.asyncProperty(lengths, async ({ before, since, fault }) => {
      const { eventStore } = memoryLog()
      const { store, kept } = memorySnapshots()
      await execute(eventStore, store, 0, before)
      const stale = kept.get(stream)
      await execute(eventStore, store, before, before + since)
      for (const snapshot of [stale, kept.get(stream)]) {
        const made = snapshot === undefined ? undefined : faults[fault]?.(snapshot)
        const planted = memorySnapshots()
        if (made !== undefined) await planted.store.put(stream, made)
        if (made !== undefined && fault === 'present') used += 1
        t.same(await folded(eventStore, planted.store), await folded(eventStore), fault)
      }
    }),
    { numRuns: 60 },
  )
  t.ok(used > 3, 'snapshots were there to be used')
})

t.test('a snapshot of another log is not believed', async (t) => {
  const [here, elsewhere] = [memoryLog(), memoryLog()]
  const { store } = memorySnapshots()
  await execute(elsewhere.eventStore, store, 0, 20)
  const nowhere = memorySnapshots()
  await execute(here.eventStore, nowhere.store, 3, 30)
  t.same(await folded(here.eventStore, store), await folded(here.eventStore))
  const short = memoryLog()
  await execute(short.eventStore, nowhere.store, 0, 6)
  t.same(await folded(short.eventStore, store), await folded(short.eventStore), 'nor a longer one')
})

t.test('a store of snapshots that fails costs time, and is told', async (t) => {
  const { eventStore } = memoryLog()
  const broken: SnapshotStore = {
    get: () => Promise.reject(new Error('gone')),
    put: () => Promise.reject(new Error('gone')),
  }
  troubles.length = 0
  await execute(eventStore, broken, 0, 12)
  t.same(await folded(eventStore, broken), await folded(eventStore))
  t.ok(troubles.length >= 2)
})

t.test('a long stream is not read from its start again', async (t) => {
  const { eventStore } = memoryLog()
  const { store, kept } = memorySnapshots()
  await execute(eventStore, store, 0, 30)
  let read = 0
  const counting: EventStore = {
    ...eventStore,
    read: async (name, options) => {
      const events = await eventStore.read(name, options)
      read += events.length
      return events
    },
  }
  await folded(counting, store)
  const end = 30n
  const since = Number(end - (kept.get(stream)?.revision ?? 0n))
  t.equal(read, 1 + since, 'the first page, and what came since')
  read = 0
  await folded(counting)
  t.equal(read, 30)
})

t.test('snapshots get rarer as a stream grows', async (t) => {
  const { eventStore } = memoryLog()
  const at: bigint[] = []
  const store: SnapshotStore = {
    get: async () => undefined,
    put: async (_, { revision }) => void at.push(revision),
  }
  await execute(eventStore, store, 0, 40)
  t.same(at, [3n, 7n, 11n, 15n, 19n, 23n, 28n, 35n])
})
