import t from 'tap'
import { subscription } from '../../domain/subscriptions/subscription.ts'
import { appUsage, usageIdOf } from '../../domain/subscriptions/usage.ts'
import { newId } from '../../platform/ids/ids.ts'
import { idNamed } from '../../test/kit/given-when-then/meta.ts'
import { memoryLog } from '../../test/kit/memory-log.ts'
import { monthly } from '../../test/kit/plans.ts'
import { contextOf, servicesOn } from '../../test/kit/services.ts'
import { change } from '../shared/change.ts'
import { execute } from '../shared/execute.ts'
import { load } from '../shared/load.ts'
import { cancelSubscription } from './cancel.ts'

const subscriptionId = idNamed('subscription')
const organisation = idNamed('buyer')
const appId = idNamed('app')
const chargeId = idNamed('charge')
const plan = monthly(1_000, { entitlements: [{ kind: 'METERED', feature: 'runs', quota: 4 }] })

/** What comes back a moment after the purchase, when so many of four runs are done. */
const refundAfter = async (done: number): Promise<string> => {
  const { eventStore, all } = memoryLog()
  const services = servicesOn(eventStore)
  const usageId = usageIdOf(subscriptionId, 0)
  const told = () => contextOf(newId())
  for (const command of [
    {
      type: 'StartSubscription',
      ...{ subscriptionId, organisation, appId, plan, chargeId, trial: false },
      ...{ subscriber: idNamed('person'), sellerOrganisation: idNamed('seller') },
      ...{ versionId: idNamed('version'), commissionBasisPoints: 1_000 },
    },
    { type: 'RecordPayment', subscriptionId, chargeId },
  ] as const)
    await change(services, told(), 'input', subscription, subscriptionId, command)
  for (let run = 0; run < done; run++) {
    const runId = idNamed(`run ${run}`)
    for (const command of [
      { type: 'ReserveRun', usageId, runId, organisation, appId, quota: 4 },
      { type: 'SettleRun', runId },
    ] as const)
      await change(services, told(), 'input', appUsage, usageId, command)
  }
  const input = { subscriptionId, when: 'NOW' as const, refund: true }
  await execute(services, cancelSubscription, input, contextOf(newId(), { organisation }))
  const { state } = await load(eventStore, services.foldCache, subscription, subscriptionId)
  const ended = all.find(({ type }) => type === 'SubscriptionCancelled')
  t.match(state, { status: 'CANCELLED' })
  const { refund } = ended?.data as { readonly refund?: { readonly amount: { amount: string } } }
  return refund?.amount.amount ?? 'nothing'
}

t.test('what the runs were worth stays with the seller', async (t) => {
  t.equal(await refundAfter(0), '1000')
  t.equal(await refundAfter(1), '750')
  t.equal(await refundAfter(4), 'nothing')
})
