import { pino } from 'pino'
import { receiveNotice } from '../../../commands/billing/payments/receive-notice.ts'
import { execute } from '../../../commands/shared/execute.ts'
import { change } from '../../../commands/shared/change.ts'
import { load } from '../../../commands/shared/load.ts'
import { openSettlement } from '../../../commands/billing/payees/open-settlement.ts'
import { payee, type PayeeCommand } from '../../../domain/billing/payees/payee.ts'
import { newId } from '../../../platform/ids/ids.ts'
import type { Services } from '../../../commands/shared/services.ts'
import { nothing, totalOf } from '../../../domain/billing/payees/balance.ts'
import type { PayoutStatus } from '../../../domain/billing/payees/payee-state.ts'
import { getById } from '../../../domain/shared/id-map.ts'
import { manualClock, systemClock } from '../../../platform/clock/clock.ts'
import {
  payeeAccountWatch,
  performAccountEffects,
} from '../../../sagas/billing/payees/account-watch.ts'
import { performPayoutEffects } from '../../../sagas/billing/payees/pay-out.ts'
import { payeePayout } from '../../../sagas/billing/payees/payout.ts'
import {
  payoutSchedule,
  performScheduleEffects,
} from '../../../sagas/billing/payees/payout-schedule.ts'
import { performSettlementEffects } from '../../../sagas/billing/payees/settle.ts'
import { settlementCycle } from '../../../sagas/billing/payees/settlement-cycle.ts'
import { register } from '../../../sagas/runtime/registry.ts'
import { fireDueTimers, type TimerIndex } from '../../../sagas/runtime/timers.ts'
import { contextOf, servicesOn } from '../../kit/services.ts'
import { everywhere, runSagas } from '../../kit/saga-runtime.ts'
import { taken, usd } from '../../payments/orders.ts'
import { startPaymentStage } from '../../payments/stage.ts'
import { startTestEventStore } from '../../servers/event-store.ts'
import { eventually } from '../../servers/eventually.ts'

const sagas = [
  register(settlementCycle, performSettlementEffects),
  register(payoutSchedule, performScheduleEffects),
  register(payeePayout, performPayoutEffects),
  register(payeeAccountWatch, performAccountEffects),
]
const logger = pino({ level: 'silent' })
type Wish<Each = PayeeCommand> = Each extends PayeeCommand ? Omit<Each, 'organisation'> : never
type Scheduled = { readonly timerId: string; readonly name: string; readonly dueAt: string }

/** Payees on a real event store, with the payment simulator before the vendor's SDK; time is moved by hand, for both. */
export const openPayeeWorld = async () => {
  const { eventStore, stop } = await startTestEventStore()
  const stage = await startPaymentStage()
  const clock = manualClock(systemClock.now().toISOString())
  const services: Services = {
    ...servicesOn(eventStore, clock),
    payments: stage.another({ now: () => clock.now().getTime() }),
  }
  const log = () => eventStore.readAll({ maxCount: 20_000 })
  const index: TimerIndex = {
    due: async (at) => {
      const events = await log()
      const gone = new Set(
        events
          .filter(({ type }) => type === 'SagaTimerFired' || type === 'SagaTimerCancelled')
          // The types say what they hold; so below.
          .map(({ data }) => (data as Scheduled).timerId),
      )
      return events
        .filter(({ type }) => type === 'SagaTimerScheduled')
        .map(({ stream, data }) => ({ stream, ...(data as Scheduled) }))
        .filter(({ timerId, dueAt }) => !gone.has(timerId) && Date.parse(dueAt) <= at.getTime())
    },
  }
  const command = async (organisation: string, wish: Wish) => {
    const whole = { organisation, ...wish }
    const key = contextOf(newId())
    const done = await change(services, key, 'test', payee, organisation, whole)
    if (!('stream' in done)) throw new Error(JSON.stringify(done))
    return done
  }
  await openSettlement(services)
  const patience = { attempts: 20, firstPauseMs: 5, longestPauseMs: 100, lastedMs: 60_000 }
  const start = () => runSagas(services, sagas, { patience })
  let end = start()
  return {
    services,
    stage,
    log,
    command,
    /** Ends the sagas, and begins them anew: what is under way is gone through again. */
    restart: async () => {
      await end()
      end = start()
    },
    /** The platform has money at the provider: customers have paid by card. */
    fund: async (amount: number) => {
      const { customers, payments } = services.payments
      const organisation = newId()
      const customer = taken(await customers.create({ key: newId(), organisation }))
      const order = { key: newId(), paymentId: newId(), customerId: customer.id, organisation }
      taken(
        await payments.create({
          ...order,
          amount: usd(amount),
          capture: 'AUTOMATIC',
          methodId: 'pm_card_visa',
          offSession: false,
        }),
      )
    },
    /** A seller with an account at the provider, whose earnings can be paid out at once. */
    activeSeller: async (earned: number) => {
      const organisation = newId()
      const account = taken(
        await services.payments.accounts.create({ key: newId(), organisation, country: 'DE' }),
      )
      await stage.deed(account.id, 'onboard', { agreed: true })
      await command(organisation, { type: 'StartOnboarding', accountId: account.id, country: 'DE' })
      await command(organisation, {
        type: 'RecordAccount',
        ...{ accountId: account.id, onboarding: 'ACTIVE', requirementsDue: [] },
      })
      await command(organisation, {
        type: 'ChangeSettings',
        settings: { holdBackDays: 0, schedule: { every: 'NEVER' }, minimums: [] },
      })
      await command(organisation, settling(earned, 0n, 1n))
      return { organisation, accountId: account.id }
    },
    settling,
    /** Lets time go by, here and at the provider, and fires what is due then. */
    pass: async (seconds: number) => {
      clock.advance(seconds * 1_000)
      await stage.control('POST', 'clock', { seconds })
      const timers = { services, sagas, index, partitions: () => everywhere, logger }
      return fireDueTimers(timers, new AbortController().signal)
    },
    notice: async (about: object) => {
      const input = { notice: { noticeId: `evt_${newId()}`, ...about } }
      const told = await execute(services, receiveNotice, input, contextOf(newId()))
      if (told.kind === 'failed') throw new Error(JSON.stringify(told.failure))
    },
    balance: async (organisation: string) => {
      const { state } = await load(eventStore, services.foldCache, payee, organisation)
      return totalOf(state.balances['USD/2'] ?? nothing)
    },
    payoutIs: (organisation: string, payoutId: string, status: PayoutStatus) =>
      eventually(async () => {
        const { state } = await load(eventStore, services.foldCache, payee, organisation)
        return getById(state.payouts, payoutId)?.status === status ? status : undefined
      }),
    close: async () => {
      await end()
      await stage.close()
      await stop()
    },
  }
}

/** What was earned between two positions, nothing of it given back but what is said. */
const settling = (earned: number, from: bigint, to: bigint, refunded = 0): Wish => ({
  type: 'SettleEarnings',
  runId: newId(),
  ...{ asset: 'USD/2', count: 1, commission: 0n, ofDevices: 0n },
  fromPosition: from,
  toPosition: to,
  gross: BigInt(earned),
  refunded: BigInt(refunded),
  ofApps: BigInt(earned - refunded),
})
