import { setImmediate as turn } from 'node:timers/promises'
import t from 'tap'
import fc from '../../../../test/kit/fast-check.ts'
import { encodeRecord, idOf } from '../store/record.ts'
import type { Entry } from '../store/log.ts'
import type { Checkpoints } from './checkpoints.ts'
import { createGroup, type Group, type NackAction } from './group.ts'
import type { Message } from './message.ts'
import type { Parking } from './parking.ts'
import { strategyNames, type GroupSettings } from './settings.ts'
import type { Item, Source } from './source.ts'

const none = Buffer.alloc(0)

const eventId = (place: number): string =>
  `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`

/** Every third event is one that the group does not want. */
const itemAt = (place: number): Item => {
  const bytes = encodeRecord({
    id: eventId(place),
    stream: `s-${place % 5}`,
    revision: place,
    position: place,
    type: 'T',
    contentType: 'application/json',
    createdMs: 0,
    metadata: none,
    data: none,
  })
  return { place, entry: { position: place, bytes }, wanted: place % 3 !== 2 }
}

type Outcome = 'acked' | 'skipped' | 'parked'

/** What a group can be seen to do, and what must hold of it at any moment. */
const createWorld = (settings: GroupSettings) => {
  const events: Item[] = []
  const disk: { checkpoint: number | undefined; parked: number[] } = {
    checkpoint: undefined,
    parked: [],
  }
  const delivered = new Set<number>()
  const everDone = new Set<number>()
  const broken: string[] = []
  let clock = 1_000
  let life = 0
  let outcomes = new Map<number, Outcome>()
  let inHand = new Map<string, { place: number; consumerId: string; sentAt: number }>()
  let nextConsumer = 0
  let consumers: string[] = []
  let group: Group

  const settle = (place: number, outcome: Outcome): void => {
    const before = outcomes.get(place)
    if (before !== undefined && before !== 'parked') {
      broken.push(`${place} is ${outcome} and was ${before}`)
    }
    outcomes.set(place, outcome)
    everDone.add(place)
  }
  const source: Source = {
    item: ({ position }: Entry) => itemAt(position),
    end: () => events.length - 1,
    read: (after, limit) => {
      const items = events.slice(after + 1, after + 1 + limit)
      return { kind: 'read', items, atEnd: items.length < limit }
    },
  }
  const parkingOf = (own: number): Parking => ({
    park: async ({ place, ticket }) => {
      await turn()
      if (own !== life) return
      disk.parked.push(ticket.kind === 'fresh' ? place : ticket.revision)
      settle(ticket.kind === 'fresh' ? place : ticket.revision, 'parked')
    },
    count: () => disk.parked.length,
    replay: (_stopAt, take) => {
      for (const place of disk.parked.splice(0)) {
        const { entry } = itemAt(place)
        const ticket = { kind: 'replayed', revision: place } as const
        take({ id: idOf(entry.bytes), entry, place, target: undefined, retries: 0, ticket })
      }
      return Promise.resolve()
    },
    finish: () => {},
    idle: () => turn(),
    remove: () => Promise.resolve(),
  })
  const checkpointsOf = (own: number): Checkpoints => ({
    load: () => disk.checkpoint,
    write: (place) => {
      if (own !== life) return
      if (place < (disk.checkpoint ?? -1)) broken.push(`the checkpoint went back to ${place}`)
      for (const { place: at, wanted } of events.slice(0, place + 1)) {
        if (wanted && !everDone.has(at)) broken.push(`checkpoint ${place} is beyond ${at}`)
      }
      disk.checkpoint = place
    },
    written: () => disk.checkpoint,
    idle: () => Promise.resolve(),
    remove: () => Promise.resolve(),
  })
  const begin = (): Group => {
    const own = life
    return createGroup({
      settings,
      source,
      resolve: () => undefined,
      parking: parkingOf(own),
      checkpoints: checkpointsOf(own),
      startBehind: -1,
      now: () => clock,
    })
  }
  group = begin()

  const connect = (capacity: number): void => {
    const own = life
    const consumerId = `c${nextConsumer++}`
    if (group.isFull()) return
    consumers.push(consumerId)
    group.connect({
      id: consumerId,
      connectionName: '',
      username: '',
      capacity,
      send: ({ id, place, ticket }: Message) => {
        if (own !== life) return
        if (inHand.has(id)) broken.push(`${place} is with two consumers`)
        const original = ticket.kind === 'fresh' ? place : ticket.revision
        if (itemAt(original).wanted) delivered.add(original)
        else broken.push(`${original} was not wanted`)
        inHand.set(id, { place: original, consumerId, sentAt: clock })
        const held = [...inHand.values()].filter((one) => one.consumerId === consumerId)
        if (held.length > capacity) broken.push(`${consumerId} has more than ${capacity}`)
      },
      drop: () => broken.push('a consumer was dropped'),
    })
  }
  const handOf = (pick: number): string | undefined => {
    const all = [...inHand.keys()]
    return all[pick % Math.max(1, all.length)]
  }
  return {
    broken,
    delivered,
    everDone,
    disk,
    connect,
    append: (count: number) => {
      for (let i = 0; i < count; i++) {
        const item = itemAt(events.length)
        events.push(item)
        group.committed(item.entry)
      }
    },
    disconnect: (pick: number) => {
      const consumerId = consumers[pick % Math.max(1, consumers.length)]
      if (consumerId === undefined) return
      consumers = consumers.filter((one) => one !== consumerId)
      for (const [id, held] of inHand) if (held.consumerId === consumerId) inHand.delete(id)
      group.disconnect(consumerId)
    },
    ack: (pick: number) => {
      const id = handOf(pick)
      if (id === undefined) return
      settle(inHand.get(id)?.place ?? -1, 'acked')
      inHand.delete(id)
      group.ack([id])
    },
    nack: (pick: number, action: NackAction) => {
      const id = handOf(pick)
      if (id === undefined) return
      if (action === 'skip' || action === 'stop') settle(inHand.get(id)?.place ?? -1, 'skipped')
      inHand.delete(id)
      group.nack([id], action, 'because')
    },
    tick: (ms: number) => {
      clock += ms
      for (const [id, { sentAt }] of inHand) {
        if (clock - sentAt >= settings.messageTimeoutMs) inHand.delete(id)
      }
      group.tick()
    },
    replay: () => group.replayParked(undefined),
    /** The node is killed: what is on disk remains. */
    crash: () => {
      life++
      inHand = new Map()
      consumers = []
      outcomes = new Map()
      group = begin()
    },
    wanted: () => events.filter((item) => item.wanted).map(({ place }) => place),
    inHand: () => [...inHand.keys()],
  }
}
type World = ReturnType<typeof createWorld>

const pick = fc.nat(1_000)
const step: fc.Arbitrary<(world: World) => void> = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 12 }).map((n) => (w: World) => w.append(n)) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 5 }).map((n) => (w: World) => w.connect(n)) },
  { weight: 1, arbitrary: pick.map((n) => (w: World) => w.disconnect(n)) },
  { weight: 8, arbitrary: pick.map((n) => (w: World) => w.ack(n)) },
  {
    weight: 4,
    arbitrary: fc.tuple(pick, fc.constantFrom('unknown', 'park', 'retry', 'skip', 'stop')).map(
      ([n, action]) =>
        (w: World) =>
          w.nack(n, action),
    ),
  },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 700 }).map((ms) => (w: World) => w.tick(ms)) },
  { weight: 1, arbitrary: fc.constant((w: World) => w.replay()) },
)
const crash = fc.constant((w: World) => w.crash())

const settings: fc.Arbitrary<GroupSettings> = fc
  .record({
    messageTimeoutMs: fc.constantFrom(200, 1_000, 100_000),
    maxRetryCount: fc.integer({ min: 0, max: 3 }),
    checkpointAfterMs: fc.constantFrom(0, 1, 500),
    minCheckpointCount: fc.integer({ min: 0, max: 5 }),
    maxCheckpointCount: fc.integer({ min: 1, max: 8 }),
    maxSubscriberCount: fc.constantFrom(0, 2),
    liveBufferSize: fc.constantFrom(0, 3, 50),
    readBatchSize: fc.integer({ min: 1, max: 4 }),
    historyBufferSize: fc.integer({ min: 5, max: 12 }),
    strategy: fc.constantFrom(...strategyNames),
  })
  .map((chosen) => ({ ...chosen, startFrom: 0, resolveLinks: false, extraStatistics: false }))

/** Until nothing moves any more, one consumer acknowledges all that it is given. */
const finish = async (world: World): Promise<void> => {
  for (let i = 0; i < 10; i++) world.disconnect(0)
  world.connect(7)
  for (let quiet = 0; quiet < 3; ) {
    await turn()
    world.tick(1)
    quiet = world.inHand().length === 0 ? quiet + 1 : 0
    while (world.inHand().length > 0) world.ack(0)
  }
}

const holds = (steps: fc.Arbitrary<(world: World) => void>, runs: number) =>
  fc.assert(
    fc.asyncProperty(settings, fc.array(steps, { maxLength: 80 }), async (chosen, taken) => {
      const world = createWorld(chosen)
      for (const act of taken) {
        act(world)
        await turn()
      }
      await finish(world)
      const wanted = world.wanted()
      const missing = wanted.filter((place) => !world.delivered.has(place))
      const open = wanted.filter((place) => !world.everDone.has(place))
      if (world.broken.length > 0) throw new Error(world.broken.join('\n'))
      if (missing.length > 0) throw new Error(`never delivered: ${missing.join()}`)
      if (open.length > 0) throw new Error(`never finished: ${open.join()}`)
    }),
    { numRuns: runs },
  )

t.test('every event is delivered and ends acknowledged, skipped or parked, once', async (t) => {
  await holds(step, 300)
  t.pass('and no checkpoint was beyond an unfinished event')
})

t.test('so it is when the node is killed in between', async (t) => {
  await holds(fc.oneof({ weight: 20, arbitrary: step }, { weight: 1, arbitrary: crash }), 300)
  t.pass('and no checkpoint was beyond an unfinished event')
})
