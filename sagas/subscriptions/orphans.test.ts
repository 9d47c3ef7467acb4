import t from 'tap'
import { periodChargeId } from '../../commands/subscriptions/period-charge.ts'
import { organisation } from '../../domain/accounts/organisation.ts'
import { wallet, walletIdOf } from '../../domain/billing/wallet/wallet.ts'
import { subscription } from '../../domain/subscriptions/subscription.ts'
import { idNamed } from '../../test/kit/given-when-then/meta.ts'
import { monthly } from '../../test/kit/plans.ts'
import { choices, createVirtualTime } from '../../test/kit/virtual-time.ts'
import { register } from '../runtime/registry.ts'
import { performRenewalEffects } from './perform.ts'
import { subscriptionRenewal } from './renewal.ts'

const begin = '2027-01-01T00:00:00.000Z'
const parties = { buyer: idNamed('buyer'), seller: idNamed('seller') }
const person = { buyer: idNamed('a buyer'), seller: idNamed('a seller') }
const subscriptionId = idNamed('subscription')
const asset = 'USD/2'

/** What four months cost a buyer when this party is closed in the second. */
const paidWithout = async (gone: 'buyer' | 'seller' | 'nobody') => {
  const sagas = [register(subscriptionRenewal, performRenewalEffects)]
  const world = createVirtualTime({ begin, sagas, choose: choices(7), delayMs: () => 0 })
  for (const role of ['buyer', 'seller'] as const)
    await world.command(organisation, parties[role], {
      type: 'CreateOrganisation',
      organisationId: parties[role],
      ...{ name: `sealed:v1:${parties[role]}.a.b.c`, ownerId: person[role] },
    })
  const of = { organisation: parties.buyer, asset } as const
  const walletId = walletIdOf(parties.buyer, asset)
  await world.command(wallet, walletId, {
    type: 'CreditWallet',
    ...{ ...of, amount: 10_000n, reason: 'test' },
  })
  await world.command(subscription, subscriptionId, {
    type: 'StartSubscription',
    ...{ subscriptionId, organisation: parties.buyer, subscriber: person.buyer },
    ...{ plan: monthly(1_000), trial: false, commissionBasisPoints: 1_000 },
    ...{ appId: idNamed('app'), sellerOrganisation: parties.seller, versionId: idNamed('v') },
    chargeId: periodChargeId(subscriptionId, 0),
  })
  await world.until(Date.parse('2027-02-10T00:00:00.000Z'))
  if (gone !== 'nobody')
    await world.command(organisation, parties[gone], {
      type: 'ForgetMember',
      ...{ organisationId: parties[gone], userId: person[gone] },
    })
  await world.until(Date.parse('2027-04-10T00:00:00.000Z'))
  const { available } = await world.stateOf(wallet, walletId)
  const state = await world.stateOf(subscription, subscriptionId)
  return { paid: 10_000n - available, status: 'status' in state ? state.status : state.kind }
}

t.test('nothing is renewed for, or from, an organisation that is closed', async (t) => {
  t.strictSame(await paidWithout('nobody'), { paid: 4_000n, status: 'ACTIVE' })
  t.strictSame(await paidWithout('buyer'), { paid: 2_000n, status: 'CANCELLED' })
  t.strictSame(await paidWithout('seller'), { paid: 2_000n, status: 'CANCELLED' })
})
