import t from 'tap'
import { createMemoryBus } from '../../platform/bus/memory-bus.ts'
import { changesOn } from './changes.ts'

t.test('the first says how things stand, later ones what is newer', async (t) => {
  const bus = createMemoryBus()
  const changes = await changesOn(bus)('qhub.job.1', 5n)
  t.same(await changes.next(), { done: false, value: { position: 5n } })
  for (const position of ['4', '5', 'x', '-1', 7]) bus.publish('qhub.job.1', { position })
  bus.publish('qhub.job.1', null)
  bus.publish('qhub.job.1', { position: '6' })
  t.same(await changes.next(), { done: false, value: { position: 6n } })
})

t.test('who is slow finds the newest alone', async (t) => {
  const bus = createMemoryBus()
  const changes = await changesOn(bus)('qhub.job.1', 0n)
  await changes.next()
  for (let n = 1; n <= 10_000; n += 1) bus.publish('qhub.job.1', { position: n.toString() })
  await bus.flush()
  t.same(await changes.next(), { done: false, value: { position: 10_000n } })
})

t.test('ending it while it waits ends it at once', async (t) => {
  const bus = createMemoryBus()
  let listening = 0
  const counted = {
    ...bus,
    subscribe: (...given: Parameters<typeof bus.subscribe>) => {
      const stop = bus.subscribe(...given)
      listening += 1
      return () => {
        listening -= 1
        stop()
      }
    },
  }
  const changes = await changesOn(counted)('qhub.job.1', 0n)
  await changes.next()
  const waiting = changes.next()
  t.equal(listening, 1)
  await changes.return?.()
  t.match(await waiting, { done: true })
  t.equal(listening, 0)
  t.match(await changes.next(), { done: true })
})

t.test('a bus that does not answer leaves no listener behind', async (t) => {
  const bus = createMemoryBus()
  let listening = 0
  const broken = {
    ...bus,
    subscribe: () => {
      listening += 1
      return () => {
        listening -= 1
      }
    },
    flush: () => Promise.reject(new Error('the bus is away')),
  }
  await t.rejects(changesOn(broken)('qhub.job.1', 0n), /away/)
  t.equal(listening, 0)
})
