import t from 'tap'
import { periodChargeId } from '../../commands/subscriptions/period-charge.ts'
import { wallet, walletIdOf } from '../../domain/billing/wallet/wallet.ts'
import { subscription } from '../../domain/subscriptions/subscription.ts'
import { idNamed } from '../../test/kit/given-when-then/meta.ts'
import { monthly } from '../../test/kit/plans.ts'
import { choices, createVirtualTime } from '../../test/kit/virtual-time.ts'
import { register } from '../runtime/registry.ts'
import { performRenewalEffects } from './perform.ts'
import { subscriptionRenewal } from './renewal.ts'

const begin = '2027-01-01T00:00:00.000Z'

t.test('a subscription counts against the limit of who subscribed, renewals too', async (t) => {
  const sagas = [register(subscriptionRenewal, performRenewalEffects)]
  const world = createVirtualTime({ begin, sagas, choose: choices(7), delayMs: () => 0 })
  const [organisation, asset, subscriber] = [idNamed('buyer'), 'USD/2', idNamed('person')]
  const walletId = walletIdOf(organisation, asset)
  const subscriptionId = idNamed('subscription')
  const credit = { type: 'CreditWallet', amount: 10_000n, reason: 'test' } as const
  await world.command(wallet, walletId, { ...credit, organisation, asset })
  await world.command(wallet, walletId, {
    type: 'SetSpendingLimit',
    ...{ organisation, asset, limitId: idNamed('limit'), scope: 'USER', subjectId: subscriber },
    ...{ window: 'TOTAL', amount: 2_500n },
  })
  await world.command(subscription, subscriptionId, {
    type: 'StartSubscription',
    ...{ subscriptionId, organisation, subscriber, plan: monthly(1_000), trial: false },
    ...{ appId: idNamed('app'), sellerOrganisation: idNamed('seller'), versionId: idNamed('v') },
    ...{ commissionBasisPoints: 1_000, chargeId: periodChargeId(subscriptionId, 0) },
  })
  await world.until(Date.parse('2027-03-02T12:00:00.000Z'))
  const { available } = await world.stateOf(wallet, walletId)
  t.equal(available, 8_000n)
  const state = await world.stateOf(subscription, subscriptionId)
  t.match(state, { status: 'PAST_DUE' })
})
