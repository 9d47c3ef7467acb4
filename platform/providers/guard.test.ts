import t from 'tap'
import { createGuard, guarded, type GuardSettings } from './guard.ts'
import { ProviderTimeout, ProviderUnavailable, type Provider } from './port.ts'

const settings: GuardSettings = {
  callsAtOnce: 2,
  callsPerSecond: 1_000,
  callSeconds: 3_600,
  breakerFailures: 3,
  breakerSeconds: 3_600,
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

/** Calls that are answered by hand. */
const byHand = () => {
  const open: (() => void)[] = []
  let over = false
  const ask = () =>
    new Promise<string>((resolve) => {
      if (over) resolve('answer')
      else open.push(() => resolve('answer'))
    })
  /** Answers everything, now and later. */
  const answerAll = (): void => {
    over = true
    for (const answer of open) answer()
  }
  return { open, ask, answerAll }
}

t.test('so many calls at a time; the others wait', async (t) => {
  const guard = createGuard({ ...settings, provider: 'slow' })
  const { open, ask } = byHand()
  const calls = [1, 2, 3, 4, 5].map(() => guard.call(ask))
  await nextTurn()
  t.same([open.length, guard.status()], [2, { breaker: 'CLOSED', underWay: 2, waiting: 3 }])
  for (let answered = 0; answered < 5; answered += 1) {
    open[answered]?.()
    await calls[answered]
    await nextTurn()
  }
  t.same(await Promise.all(calls), Array(5).fill('answer'))
  guard.close()
})

t.test('who does not answer holds up nobody else', async (t) => {
  const [slow, quick] = ['slow', 'quick'].map((provider) => createGuard({ ...settings, provider }))
  const { ask, answerAll } = byHand()
  for (let n = 0; n < 50; n += 1) void slow?.call(ask)
  t.equal(await quick?.call(async () => 'at once'), 'at once')
  t.match(slow?.status(), { underWay: 2, waiting: 48 })
  answerAll()
})

t.test('so many calls a second', async (t) => {
  const guard = createGuard({ ...settings, callsAtOnce: 100, callsPerSecond: 3, provider: 'few' })
  const { open, ask, answerAll } = byHand()
  for (let n = 0; n < 10; n += 1) void guard.call(ask)
  await nextTurn()
  t.match([open.length, guard.status().waiting], [3, 7])
  answerAll()
})

t.test('a call without an answer in time is one whose outcome nobody knows', async (t) => {
  const guard = createGuard({ ...settings, callSeconds: 0.01, provider: 'mute' })
  await t.rejects(guard.call(byHand().ask), ProviderTimeout)
})

t.test('after failures in a row nobody asks, until one call finds it well', async (t) => {
  const seen: string[] = []
  const guard = createGuard({
    ...settings,
    breakerSeconds: 0.02,
    provider: 'ill',
    onChange: ({ breaker }) => void seen.push(breaker),
  })
  let asked = 0
  let ill = true
  const ask = async () => {
    asked += 1
    if (ill) throw new Error('as ordered')
    return 'well'
  }
  for (let n = 0; n < 3; n += 1) await t.rejects(guard.call(ask), { message: 'as ordered' })
  t.equal(guard.status().breaker, 'OPEN')
  await t.rejects(guard.call(ask), ProviderUnavailable)
  t.equal(asked, 3, 'an open breaker asks nobody')
  ill = false
  const insist = async (): Promise<string> => guard.call(ask).catch(() => nextTurn().then(insist))
  t.equal(await insist(), 'well')
  t.same(seen, ['OPEN', 'HALF_OPEN', 'CLOSED'])
})

t.test(
  'a provider behind its guard is asked through it; following runs holds no place',
  async (t) => {
    const asked: string[] = []
    const provider: Provider = {
      name: 'p',
      submit: async () => ({ kind: 'accepted', providerJobId: '1' }),
      find: async () => undefined,
      cancel: async () => ({ kind: 'cancelling' }),
      watch: async function* () {
        yield* []
      },
      close: async () => undefined,
    }
    const { find, cancel, watch } = guarded(provider, {
      call: (ask) => {
        asked.push('call')
        return ask()
      },
      status: () => ({ breaker: 'CLOSED', underWay: 0, waiting: 0 }),
      close: () => undefined,
    })
    await find('x')
    await cancel('x')
    t.same(await watch('x')[Symbol.asyncIterator]().next(), { done: true, value: undefined })
    t.same(asked, ['call', 'call'])
  },
)
