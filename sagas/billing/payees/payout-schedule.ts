import { nextPayoutAt } from '../../../domain/billing/payees/schedule.ts'
import { payee } from '../../../domain/billing/payees/payee.ts'
import type { PayeeEvent } from '../../../domain/billing/payees/payee-events.ts'
import { defaultSettings } from '../../../domain/billing/payees/payee-state.ts'
import type { PayoutSchedule } from '../../../domain/billing/payees/values.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import { changeAs, type Performers } from '../../runtime/effects.ts'
import type { Saga, SagaAction, SagaMessage } from '../../runtime/saga.ts'

/** The names are stored: they never change. */
export type ScheduleEffect = { readonly kind: 'requestDue'; readonly organisation: string }

type State = {
  readonly organisation: string
  readonly isActive: boolean
  readonly schedule: PayoutSchedule
}

const evolve = (state: State, message: SagaMessage): State => {
  if (message.type !== 'input') return state
  // The routes let only these events through, out of the log, where they were checked.
  const event = message.input as PayeeEvent
  const { organisation } = event.data
  switch (event.type) {
    case 'PayeeAccountChanged':
      return { ...state, organisation, isActive: event.data.onboarding === 'ACTIVE' }
    case 'PayeeSettingsChanged':
      return { ...state, organisation, schedule: event.data.schedule }
    default:
      return state
  }
}

const nextTime = ({ isActive, schedule }: State, now: string): SagaAction<ScheduleEffect> => {
  const dueAt = isActive ? nextPayoutAt(schedule, now) : undefined
  return dueAt === undefined
    ? { do: 'unschedule', name: 'payout' }
    : { do: 'schedule', name: 'payout', dueAt }
}

/** Asks for a payee's payouts when their schedule says so. */
export const payoutSchedule: Saga<State, ScheduleEffect> = {
  name: 'payoutSchedule',
  version: 1,
  streamPrefixes: ['payee-'],
  routes: {
    PayeeAccountChanged: { starts: 'organisation' },
    PayeeSettingsChanged: { starts: 'organisation' },
  },
  // Who is paid by hand, or may not be paid, waits for nothing.
  mayRest: true,
  initial: { organisation: '', isActive: false, schedule: defaultSettings.schedule },
  evolve,
  decide: (message, before, now) => {
    const state = evolve(before, message)
    switch (message.type) {
      case 'input':
        return [nextTime(state, now)]
      case 'timer':
        return [
          { do: 'request', effect: { kind: 'requestDue', organisation: state.organisation } },
          nextTime(state, now),
        ]
      case 'succeeded':
      case 'refused':
      case 'unknown':
        return []
      default:
        return exhausted(message)
    }
  },
}

/** Safe to do again: payouts of one asking have the same ids. */
export const performScheduleEffects: Performers<ScheduleEffect> = {
  requestDue: ({ organisation }, tools) =>
    changeAs(tools, payee, organisation, { type: 'RequestDuePayouts', organisation }),
}
