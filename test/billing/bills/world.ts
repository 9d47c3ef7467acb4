import { periodChargeId } from '../../../commands/subscriptions/period-charge.ts'
import {
  billingProfile,
  standardTerms,
  type BillingTerms,
} from '../../../domain/billing/bills/profile.ts'
import { priceBook } from '../../../domain/billing/metering/price-book.ts'
import { usage, usageIdOf } from '../../../domain/billing/metering/usage.ts'
import { wallet, walletIdOf } from '../../../domain/billing/wallet/wallet.ts'
import { job } from '../../../domain/jobs/job.ts'
import type { Plan } from '../../../domain/subscriptions/plan.ts'
import { subscription } from '../../../domain/subscriptions/subscription.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { billCollection } from '../../../sagas/billing/bills/collection.ts'
import { performCollectionEffects } from '../../../sagas/billing/bills/perform-collection.ts'
import { performRunEffects } from '../../../sagas/billing/bills/perform.ts'
import { billingRun } from '../../../sagas/billing/bills/run.ts'
import { register } from '../../../sagas/runtime/registry.ts'
import {
  performRecoveryEffects,
  performRenewalEffects,
} from '../../../sagas/subscriptions/perform.ts'
import { walletRecovery } from '../../../sagas/subscriptions/recovery.ts'
import { subscriptionRenewal } from '../../../sagas/subscriptions/renewal.ts'
import { submissionOf } from '../../kit/jobs.ts'
import { createVirtualTime, type Choose } from '../../kit/virtual-time.ts'

export const asset = 'USD/2'
export const seller = derivedId('bills', 'seller')
export const meter = 'reservation_minutes'
export const priceBookId = derivedId('bills', 'price book')

type Options = {
  readonly begin: string
  readonly choose: Choose
  readonly delayMs?: (now: number) => number
}

/** A hub in memory that lives through months, with the real sagas and deciders, and what customers do in it. */
export const createBillingWorld = ({ begin, choose, delayMs = () => 0 }: Options) => {
  const sagas = [
    register(subscriptionRenewal, performRenewalEffects),
    register(walletRecovery, performRecoveryEffects),
    register(billingRun, performRunEffects),
    register(billCollection, performCollectionEffects),
  ]
  const world = createVirtualTime({ begin, sagas, choose, delayMs })
  let count = 0
  const next = (what: string): string => derivedId('bills', what, (count++).toString())
  const onWallet = async (organisation: string, wish: object) =>
    // One of the wallet's wishes, with its addressee.
    world.command(wallet, walletIdOf(organisation, asset), {
      ...wish,
      organisation,
      asset,
    } as Parameters<typeof wallet.decide>[0])
  return {
    ...world,
    onWallet,
    credit: (organisation: string, amount: bigint) =>
      onWallet(organisation, { type: 'CreditWallet', amount, reason: 'a test' }),
    /** A job that ran, and was paid for; its hold, or nothing when the wallet has too little. */
    runJob: async (organisation: string, deviceId: string, amount: bigint) => {
      const [jobId, holdId] = [next('job'), next('hold')]
      const held = await onWallet(organisation, { type: 'HoldFunds', holdId, jobId, amount })
      if (!('stream' in held)) return undefined
      const submission = submissionOf({ jobId, organisation, deviceId })
      await world.command(job, jobId, { type: 'SubmitJob', submission })
      await onWallet(organisation, {
        type: 'CaptureHold',
        ...{ holdId, amount, providerOrganisation: seller, commissionBasisPoints: 1_000 },
      })
      return holdId
    },
    subscribe: async (organisation: string, plan: Plan) => {
      const subscriptionId = next('subscription')
      await world.command(subscription, subscriptionId, {
        type: 'StartSubscription',
        ...{ subscriptionId, organisation, plan, trial: false, commissionBasisPoints: 1_000 },
        subscriber: derivedId('subscriber', organisation),
        appId: derivedId('app', subscriptionId),
        sellerOrganisation: seller,
        versionId: derivedId('version', '1'),
        chargeId: periodChargeId(subscriptionId, 0),
      })
      return subscriptionId
    },
    changePlan: (subscriptionId: string, plan: Plan) =>
      world.command(subscription, subscriptionId, {
        type: 'ChangePlan',
        ...{ subscriptionId, plan, when: 'NOW' },
      }),
    /** So much a minute from the month of now on. */
    publishPrices: async (unitPrice: string, validFrom: string) => {
      await world.command(priceBook, priceBookId, {
        type: 'CreatePriceBook',
        ...{ priceBookId, name: 'Reservations', asset },
      })
      await world.command(priceBook, priceBookId, {
        type: 'PublishPriceBookVersion',
        validFrom,
        rates: [
          {
            key: 'reserved',
            meter,
            model: { kind: 'PER_UNIT', unitPrice },
            minimum: '0',
          },
        ],
      })
    },
    setTerms: (organisation: string, changes: Partial<BillingTerms> = {}) =>
      world.command(billingProfile, organisation, {
        type: 'SetBillingTerms',
        organisation,
        walletId: walletIdOf(organisation, asset),
        terms: { ...standardTerms, priceBook: { priceBookId, asset }, ...changes },
      }),
    use: (organisation: string, month: string, value: string) =>
      world.command(usage, usageIdOf(organisation, meter, month), {
        type: 'RecordUsage',
        ...{ organisation, meter, month },
        entries: [
          {
            usageId: next('usage'),
            ...{ source: 'test', id: next('report'), value },
            occurredAt: `${month}-15T00:00:00.000Z`,
          },
        ],
      }),
  }
}
