import t from 'tap'
import { amountOf } from '../../shared/money.ts'
import fc from '../../../test/kit/fast-check.ts'
import { penaltyFor, slashingPolicy } from './slashing-policy.ts'

const taken = (reservations: number, failed: number): bigint => {
  const penalty = penaltyFor({ reservations, failed })
  return penalty === undefined ? 0n : amountOf(penalty)
}

t.test(
  'a failure now and then is no one’s loss; each beyond costs the same, up to a bound',
  async (t) => {
    t.equal(taken(10, 0), 0n)
    t.equal(taken(10, 1), 0n, 'one is tolerated of however few')
    t.equal(taken(10, 2), slashingPolicy.perFailure)
    t.equal(taken(200, 4), 0n, 'two in a hundred')
    t.equal(taken(200, 5), slashingPolicy.perFailure)
    t.equal(taken(1_000, 900), slashingPolicy.atMost)
  },
)

t.test('more failures never cost less, more service never more', async () => {
  const counts = fc.tuple(fc.nat(5_000), fc.nat(5_000), fc.nat(5_000))
  fc.assert(
    fc.property(counts, ([one, other, more]) => {
      const [failed, reservations] = one < other ? [one, other] : [other, one]
      return (
        taken(reservations, failed) <= taken(reservations + more, failed + more) &&
        taken(reservations, failed) >= taken(reservations + more, failed) &&
        taken(reservations, failed) <= slashingPolicy.atMost
      )
    }),
  )
})
