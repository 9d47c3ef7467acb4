import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { sharedCalls } from './shared-calls.ts'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

t.test('an answer knows what had happened before it was asked for, in any order', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.boolean(), { maxLength: 20 }),
      async (s, deeds) => {
        let happened = 0
        let calls = 0
        const share = sharedCalls<number>()
        // A server looks some time after the call began, and its answer takes its time.
        const look = async (): Promise<number> => {
          calls += 1
          await s.schedule(Promise.resolve('request'))
          const seen = happened
          await s.schedule(Promise.resolve('reply'))
          return seen
        }
        const done = deeds.map(async (isEvent) => {
          await s.schedule(Promise.resolve('deed'))
          if (isEvent) {
            happened += 1
            return
          }
          const before = happened
          if ((await share('key', look)) < before) throw new Error('an older state was told')
        })
        await s.waitIdle()
        await Promise.all(done)
        const asked = deeds.filter((isEvent) => !isEvent).length
        if (calls > asked) throw new Error('more calls than questions')
      },
    ),
  )
  t.pass('held')
})

t.test('many at a time make two calls; other questions are others’', async (t) => {
  const calls: string[] = []
  const share = sharedCalls<string>()
  const ask = (key: string): Promise<string> =>
    share(key, async () => {
      calls.push(key)
      await turn()
      return key
    })
  await Promise.all([...Array(100).keys()].map(() => ask('a')))
  await Promise.all([ask('b'), ask('c')])
  t.same(calls, ['a', 'a', 'b', 'c'])
})

t.test('where many ask, calls begin some time apart; one alone waits for nobody', async (t) => {
  const apartMs = 40
  const began: number[] = []
  const share = sharedCalls<number>(apartMs)
  const ask = (): Promise<number> =>
    share('key', async () => {
      began.push(performance.now())
      await turn()
      return began.length
    })
  await ask()
  await ask()
  t.equal(began.length, 2, 'one after the other, each makes its own call at once')
  const met = ask()
  const second = ask()
  await met
  await Promise.all([second, ask(), ask()])
  t.equal(began.length, 5, 'two who meet make two calls, those after them share one')
  const [, , alone = 0, waitedFor = 0, apart = 0] = began
  t.ok(waitedFor - alone < apartMs / 2, `${waitedFor - alone} ms`)
  // Timers count whole milliseconds.
  t.ok(apart - waitedFor >= apartMs - 2, `${apart - waitedFor} ms`)
})

t.test('a call that fails fails who shared it; who waited for its end tries anew', async (t) => {
  let fails = true
  const share = sharedCalls<string>()
  const ask = (): Promise<string> =>
    share('key', async () => {
      const failing = fails
      fails = false
      await turn()
      if (failing) throw new Error('unavailable')
      return 'answered'
    })
  const [first, second] = await Promise.allSettled([ask(), ask()])
  t.equal(first.status, 'rejected')
  t.equal(second.status, 'fulfilled')
  t.equal(await ask(), 'answered')
})
