import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { Preference, rank, Recommended, type Offer } from './recommendation.ts'

const id = (n: number): string => `0198c3f2-6f0a-7c31-9a55-${String(n).padStart(12, '0')}`
const offer = (n: number, changes: Partial<Offer> = {}): Offer => ({
  deviceId: id(n),
  name: `Device ${String(n)}`,
  noisy: false,
  estimate: { amount: '100', asset: 'USD/2' },
  wait: { seconds: 0, basis: 'FREE_SLOT' },
  ...changes,
})
const fit = (success: number) => ({
  ...{ placement: 'CHOSEN' as const, layout: [3, 4], twoQubitGates: 2, swaps: 0 },
  ...{ gateError: 0.1, readoutError: 0.1, success, worst: [] },
})
const first = (offers: readonly Offer[], preference: Preference): string | undefined =>
  rank(offers, preference)[0]?.deviceId

const exact = offer(1, {
  noisy: true,
  fit: fit(0.99),
  estimate: { amount: '900', asset: 'USD/2' },
  wait: { seconds: 600, basis: 'MODEL' },
})
const cheap = offer(2, {
  noisy: true,
  fit: fit(0.3),
  estimate: { amount: '10', asset: 'USD/2' },
  wait: { seconds: 300, basis: 'RECENT_JOBS' },
})
const quick = offer(3, { noisy: true, fit: fit(0.35), estimate: { amount: '800', asset: 'USD/2' } })

t.test('what is preferred comes first', async (t) => {
  const all = [exact, cheap, quick]
  t.equal(first(all, 'ACCURACY'), exact.deviceId)
  t.equal(first(all, 'COST'), cheap.deviceId)
  t.equal(first(all, 'TIME'), quick.deviceId)
})

t.test('reasons name what was counted', async (t) => {
  const [shown] = rank([{ ...exact, opensAt: '2026-11-23T00:00:00.000Z' }], 'BALANCED')
  t.match(
    shown?.reasons.join(' '),
    /99\.0 % .* qubits 3, 4 .* predicted to be about 600 s.* 900 of USD\/2.* opens at/u,
  )
  const [unknown] = rank(
    [offer(4, { noisy: true, wait: { seconds: 0, basis: 'UNKNOWN' } })],
    'BALANCED',
  )
  t.match(unknown?.reasons.join(' '), /Nobody has published its errors.*not known/u)
  t.equal(unknown?.accuracy, 0.5)
})

t.test('prices are compared within one asset only', async (t) => {
  const other = offer(5, { estimate: { amount: '1', asset: 'QVT/18' } })
  const [a, b] = rank([offer(6), other], 'COST')
  t.equal(a?.score, b?.score)
})

t.test(
  'nobody is lost, the order follows the scores, and does not depend on how they came',
  async () => {
    const offers = fc.uniqueArray(
      fc.record({
        n: fc.nat(1000),
        amount: fc.nat(10_000),
        seconds: fc.nat(10_000),
        success: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { selector: ({ n }) => n, maxLength: 12 },
    )
    fc.assert(
      fc.property(offers, fc.constantFrom(...Preference.options), (drawn, preference) => {
        const given = drawn.map(({ n, amount, seconds, success }) =>
          offer(n, {
            noisy: true,
            fit: fit(success),
            estimate: { amount: String(amount), asset: 'USD/2' },
            wait: { seconds, basis: 'MODEL' },
          }),
        )
        const ranked = rank(given, preference)
        const again = rank(given.toReversed(), preference)
        return (
          ranked.length === given.length &&
          ranked.every(
            (each, index) =>
              Recommended.safeParse(each).success && each.deviceId === again[index]?.deviceId,
          ) &&
          ranked.every(
            ({ score }, index) => index === 0 || score <= (ranked[index - 1]?.score ?? 0),
          )
        )
      }),
    )
  },
)
