import t from 'tap'
import fc from '../kit/fast-check.ts'
import {
  becomes,
  consume,
  toStream,
  type Consumer,
  type Reaction,
  type Received,
} from './support/consume.ts'
import { collect, events } from './support/events.ts'
import { conformanceNode, unique } from './support/node.ts'

t.setTimeout(120_000)

const node = await conformanceNode()
t.teardown(node.close)
const { client } = node

/** What a consumer does with its nth delivery of an event. `vanish`: it leaves with all that it has. */
const deeds = ['ack', 'retry', 'skip', 'park', 'vanish'] as const
type Deed = (typeof deeds)[number]
const maxRetryCount = 2

const revisionOf = ({ event }: Received): number => Number(event?.revision)

/** Consumers that behave as a plan says, and what can be seen of it. */
const createCrew = (stream: string, plan: readonly Deed[], size: number) => {
  const last = new Map<number, { readonly deed: Deed; readonly retryCount: number }>()
  const delivered = new Set<number>()
  let deliveries = 0
  let everyone: Consumer[] = []
  let leaving: Promise<void>[] = []

  const join = (reaction: Reaction): Consumer => {
    const consumer = consume(
      client.subscribeToPersistentSubscriptionToStream(stream, 'group', { bufferSize: 4 }),
      reaction,
    )
    everyone.push(consumer)
    return consumer
  }
  const note = (event: Received, deed: Deed): void => {
    delivered.add(revisionOf(event))
    last.set(revisionOf(event), { deed, retryCount: event.retryCount })
  }
  const worker = (): void => {
    let gone = false
    const own = join((event, by) => {
      if (gone) return
      // Once the plan is at its end, everything is acknowledged.
      const deed = plan[deliveries++] ?? 'ack'
      note(event, deed)
      if (deed === 'ack') void by.ack(event).catch(() => {})
      else if (deed !== 'vanish') void by.nack(deed, deed, event).catch(() => {})
      else {
        gone = true
        leaving.push(own.stop())
        worker()
      }
    })
  }
  for (let i = 0; i < size; i++) worker()

  const isDone = (revision: number): boolean => {
    const { deed, retryCount } = last.get(revision) ?? { deed: 'vanish', retryCount: 0 }
    return deed === 'retry' ? retryCount >= maxRetryCount : deed !== 'vanish'
  }
  const isParked = (revision: number): boolean => {
    const deed = last.get(revision)?.deed
    return deed === 'park' || deed === 'retry'
  }
  return {
    delivered,
    isDone,
    isParked,
    stop: async () => {
      await Promise.all([...everyone.map((consumer) => consumer.stop()), ...leaving])
      everyone = []
      leaving = []
    },
  }
}

t.test('whatever consumers do, every event is delivered and ends in one way', async (t) => {
  let parked = 0
  let checked = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...deeds), { maxLength: 40 }),
      fc.integer({ min: 5, max: 30 }),
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom('RoundRobin' as const, 'DispatchToSingle' as const, 'Pinned' as const),
      async (plan, count, size, consumerStrategyName) => {
        const stream = unique('property')
        const infoOf = () => client.getPersistentSubscriptionToStreamInfo(stream, 'group')
        const half = Math.floor(count / 2)
        await client.appendToStream(stream, events(half))
        await client.createPersistentSubscriptionToStream(
          stream,
          'group',
          toStream({ maxRetryCount, consumerStrategyName }),
        )
        const crew = createCrew(stream, plan, size)
        await client.appendToStream(stream, events(count - half, 'Counted', half))
        await becomes(async () => {
          const { lastCheckpointedEventRevision: at = -1n } = (await infoOf()).stats
          checked++
          for (let revision = 0; revision <= Number(at); revision++) {
            if (!crew.isDone(revision)) throw new Error(`checkpoint ${at} is beyond ${revision}`)
          }
          return at === BigInt(count - 1)
        })
        await crew.stop()
        const links = await collect(
          client.readStream(`$persistentsubscription-${stream}::group-parked`),
        ).catch(() => [])
        const found = links.map(({ event }) =>
          Number.parseInt(Buffer.from(event?.data as Uint8Array).toString(), 10),
        )
        const all = Array.from({ length: count }, (_, i) => i)
        const expected = all.filter(crew.isParked)
        parked += expected.length
        if (crew.delivered.size !== count) throw new Error('some were never delivered')
        if (found.sort((a, b) => a - b).join() !== expected.join()) {
          throw new Error(`parked are ${found.join()}, not ${expected.join()}`)
        }
        await client.deletePersistentSubscriptionToStream(stream, 'group')
      },
    ),
    { numRuns: 25 },
  )
  t.comment(`${checked} looks at checkpoints, ${parked} events parked`)
  t.pass('and no checkpoint was beyond an event that was not done with')
})
