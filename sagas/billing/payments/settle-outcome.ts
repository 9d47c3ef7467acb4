import type { Operation } from '../../../domain/billing/payments/payment-events.ts'
import type { ProviderPayment } from '../../../platform/payments/objects.ts'
import type { Outcome, Refusal } from '../../../platform/payments/outcome.ts'
import { ProviderUnanswered } from '../../../platform/payments/port.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import { succeeded, type EffectOutcome, type EffectTools } from '../../runtime/effects.ts'
import { newsOf, type Asked } from '../../../commands/billing/payments/provider-news.ts'
import type { OperationResult } from './results.ts'
import { loadPayment, record } from './tell-payment.ts'

type Asking = {
  readonly paymentId: string
  readonly operation: Operation
  readonly asked: Asked
}

/** Nothing happened, and it may be asked as it was: it is, until the provider listens. */
export const insistOn = ({ code, detail, retriable }: Refusal): void => {
  if (retriable) throw new ProviderUnanswered(`${code}: ${detail}`)
}

/** What came of asking the provider is taken in by the payment before the execution hears of it. */
export const settle = async (
  { paymentId, operation, asked }: Asking,
  outcome: Outcome<ProviderPayment>,
  tools: EffectTools,
): Promise<EffectOutcome> => {
  const answer = async (result: Omit<OperationResult, 'standing'>): Promise<EffectOutcome> => {
    const { standing } = await loadPayment(paymentId, tools)
    return succeeded({ ...result, standing })
  }
  switch (outcome.kind) {
    case 'declined':
      if (outcome.value === undefined)
        return answer({ outcome: 'LOOK', code: outcome.decline.code })
      await record(tools, 'news', {
        type: 'RecordNews',
        paymentId,
        news: { ...newsOf(outcome.value, asked), isAnswer: true },
      })
      return answer({ outcome: 'KNOWN' })
    case 'succeeded':
    case 'pending':
    case 'requiresAction':
      await record(tools, 'news', {
        type: 'RecordNews',
        paymentId,
        news: newsOf(outcome.value, asked),
      })
      return answer({ outcome: 'KNOWN' })
    case 'didNotHappen': {
      const { code } = outcome.refusal
      insistOn(outcome.refusal)
      if (operation !== 'CREATE') return answer({ outcome: 'LOOK', code })
      await record(tools, 'refusal', { type: 'RecordRefusal', paymentId, operation, code })
      return answer({ outcome: 'REFUSED', code })
    }
    case 'unknown': {
      const { reason } = outcome
      await record(tools, 'unknown', { type: 'RecordUnknown', paymentId, operation, reason })
      return { type: 'unknown', reason }
    }
    default:
      return exhausted(outcome)
  }
}
