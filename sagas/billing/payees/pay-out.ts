import type { PayoutRecord } from '../../../domain/billing/payees/payouts.ts'
import { payee } from '../../../domain/billing/payees/payee.ts'
import { msOf } from '../../../domain/shared/instant.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import type { Outcome } from '../../../platform/payments/outcome.ts'
import { TryAgain } from '../../runtime/outage.ts'
import {
  changeAs,
  succeeded,
  type EffectOutcome,
  type EffectTools,
  type Performers,
} from '../../runtime/effects.ts'
import { clearHeldUp, raiseHeldUp } from '../reconciliation/held-up.ts'
import type { Order, PayoutEffect, PayoutWord } from './payout-effects.ts'
import { neverHappened, type LookResult, type OrderResult } from './payout-results.ts'
import { steps } from './provider-steps.ts'

const answer = (result: OrderResult | LookResult): EffectOutcome => succeeded(result)

/** After that the provider may have forgotten the key, and would do it a second time. */
const isYoung = ({ orderedAt }: Order, { services: { clock, payments } }: EffectTools): boolean =>
  clock.now().getTime() - msOf(orderedAt) < payments.keySeconds * 1_000

const orderStep = async (order: Order, tools: EffectTools): Promise<EffectOutcome> => {
  if (!isYoung(order, tools)) return { type: 'unknown', reason: 'KEY_TOO_OLD' }
  const { clock, payments } = tools.services
  const outcome: Outcome<{ readonly id: string }> = await steps[order.operation].order(
    payments,
    order,
  )
  const at = clock.now().toISOString()
  switch (outcome.kind) {
    case 'succeeded':
    case 'pending':
    case 'requiresAction':
      return answer({ outcome: 'DONE', reference: outcome.value.id, at })
    case 'declined':
      return answer({ outcome: 'REFUSED', code: outcome.decline.code, at })
    case 'didNotHappen': {
      const { code, detail, retriable } = outcome.refusal
      if (retriable) throw new TryAgain(detail)
      return answer({ outcome: 'REFUSED', code, at })
    }
    case 'unknown':
      return { type: 'unknown', reason: outcome.reason }
    default:
      return exhausted(outcome)
  }
}

const findStep = async (order: Order, tools: EffectTools): Promise<EffectOutcome> => {
  const { clock, payments } = tools.services
  const found = await steps[order.operation].find(payments, order)
  const at = clock.now().toISOString()
  switch (found.kind) {
    case 'found':
      return answer({ outcome: 'DONE', reference: found.value.id, at })
    case 'absent':
      return answer(
        isYoung(order, tools)
          ? { outcome: 'ABSENT' }
          : { outcome: 'REFUSED', code: neverHappened, at },
      )
    case 'unanswered':
      throw new TryAgain(found.reason)
    default:
      return exhausted(found)
  }
}

type Look = Extract<PayoutEffect, { readonly kind: 'look' }>

const lookAt = async (
  { payout: { accountId }, reference: id }: Look,
  { services: { clock, payments } }: EffectTools,
): Promise<EffectOutcome> => {
  const found = await payments.payouts.get({ accountId, id })
  if (found.kind === 'unanswered') throw new TryAgain(found.reason)
  if (found.kind === 'absent')
    return { type: 'refused', code: 'NOT_FOUND', detail: `The provider has no payout ${id}.` }
  const { state, failureCode } = found.value
  switch (state) {
    case 'PENDING':
    case 'IN_TRANSIT':
      return answer({ state: 'UNDER_WAY' })
    case 'PAID':
      return answer({ state: 'PAID' })
    case 'FAILED':
    case 'CANCELLED':
      return answer({ state: 'FAILED', code: failureCode ?? state, at: clock.now().toISOString() })
    default:
      return exhausted(state)
  }
}

const wordAs = (payoutId: string, word: PayoutWord): PayoutRecord => {
  switch (word.as) {
    case 'SENT':
      return { type: 'RecordPayoutSent', payoutId, reference: word.reference }
    case 'UNKNOWN':
      return { type: 'RecordPayoutUnknown', payoutId, reason: word.reason }
    case 'PAID':
      return { type: 'RecordPayoutPaid', payoutId, reference: word.reference }
    case 'FAILED':
      return { type: 'RecordPayoutFailed', payoutId, code: word.code }
    default:
      return exhausted(word)
  }
}

/** Does what a payout asked for. Safe to do again: each step has a key of its own at the provider's. */
export const performPayoutEffects: Performers<PayoutEffect> = {
  order: ({ order }, tools) => orderStep(order, tools),
  find: ({ order }, tools) => findStep(order, tools),
  look: lookAt,
  reportHeldUp: ({ payout: { payoutId: subject, organisation }, why }, tools) =>
    raiseHeldUp({ code: 'PAYOUT_HELD_UP', subject, organisation, why }, tools),
  reportGoingOn: ({ payout: { payoutId: subject } }, tools) =>
    clearHeldUp({ code: 'PAYOUT_HELD_UP', subject }, tools),
  record: ({ payout: { payoutId, organisation }, word }, tools) => {
    const command = { organisation, ...wordAs(payoutId, word) }
    return changeAs(tools, payee, organisation, command, () => ({ as: word.as }))
  },
}
