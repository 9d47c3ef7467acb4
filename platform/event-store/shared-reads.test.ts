import fc from 'fast-check'
import t from 'tap'
import { shareReads } from './shared-reads.ts'
import type { RecordedEvent } from './types.ts'

const eventAt = (revision: bigint): RecordedEvent => ({
  id: revision.toString(),
  type: 'Counted',
  stream: 'count-1',
  revision,
  position: revision,
  created: new Date(0),
  data: {},
  metadata: {
    $correlationId: '',
    $causationId: '',
    commandId: '',
    inputHash: '',
    actor: { kind: 'system', id: 'test' },
    occurredAt: '',
    schema: 1,
  },
})

t.test(
  'a read sees what was appended before it was asked for, in any order of things',
  async (t) => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.boolean(), { maxLength: 20 }),
        async (s, deeds) => {
          const log: RecordedEvent[] = []
          let calls = 0
          const read = shareReads(async (_, { from = 0n } = {}) => {
            calls += 1
            // The server looks some time after the call began, and the answer takes its time.
            await s.schedule(Promise.resolve('request'))
            const found = log.filter(({ revision }) => revision >= from)
            await s.schedule(Promise.resolve('reply'))
            return found
          })
          const asked = deeds.map(async (isAppend) => {
            await s.schedule(Promise.resolve('deed'))
            if (isAppend) {
              log.push(eventAt(BigInt(log.length)))
              return
            }
            const before = log.length
            const events = await read('count-1')
            if (events.length < before) throw new Error('an older state was read')
          })
          await s.waitIdle()
          await Promise.all(asked)
          const readers = deeds.filter((isAppend) => !isAppend).length
          if (calls > readers) throw new Error('more calls than readers')
        },
      ),
    )
    t.pass()
  },
)

t.test('many at a time make two calls; other reads are others’', async (t) => {
  const calls: string[] = []
  const read = shareReads(async (stream, { from } = {}) => {
    calls.push(`${stream} ${from ?? ''}`)
    await new Promise((resolve) => setImmediate(resolve))
    return []
  })
  await Promise.all([...Array(100).keys()].map(() => read('a')))
  await Promise.all([read('a', { from: 1n }), read('a', { from: 2n }), read('b')])
  t.same(calls, ['a ', 'a ', 'a 1', 'a 2', 'b '])
})

t.test(
  'a call that fails fails those who share it; who waited for its end tries anew',
  async (t) => {
    let fails = true
    const read = shareReads(async () => {
      const failing = fails
      fails = false
      await new Promise((resolve) => setImmediate(resolve))
      if (failing) throw new Error('unavailable')
      return []
    })
    const [first, second] = await Promise.allSettled([read('a'), read('a')])
    t.equal(first.status, 'rejected')
    t.equal(second.status, 'fulfilled')
    t.same(await read('a'), [])
  },
)
