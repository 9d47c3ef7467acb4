import { failurePolicy } from '../../domain/billing/failure-policy.ts'
import { quote, type Offer, type Quote } from '../../domain/jobs/quote.ts'
import { isRejection, reject, type Rejection } from '../../domain/shared/rejection.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { notFound } from '../shared/change.ts'
import type { Changed } from '../shared/changed.ts'
import { defineCommand, type Completed } from '../shared/definition.ts'
import { prepare, Work } from './prepare.ts'

export type QuoteAnswer = Offer & {
  /** The device's price that it holds to, by the provider's name of it. */
  readonly priceVersion: string
  readonly expiresAt: string
  /** Who bears what a run that does not complete has used. */
  readonly failurePolicy: typeof failurePolicy
}

const answerOf = (
  changed: Changed & { readonly state: Quote },
): Completed<QuoteAnswer> | Rejection => {
  if (changed.state.kind === 'absent') return notFound('quote')
  const { offer, expiresAt } = changed.state
  const answer = { ...offer, priceVersion: offer.price.version, expiresAt, failurePolicy }
  return { answer, changed }
}

/** A binding price for one piece of work: the job costs at most this, whatever the price book says by then. */
export const issueQuote = defineCommand({
  name: 'quotes.issue',
  input: Work,
  scope: 'jobs:write',
  run: async (work, tools) => {
    const { context, services } = tools
    const { organisation } = context
    if (organisation === undefined)
      return reject('FORBIDDEN', 'A quote is for an organisation; act for one.')
    const quoteId = derivedId(context.commandId, 'quote')
    const changed = await tools.create(quote, quoteId, async () => {
      const prepared = await prepare(work, tools)
      if (isRejection(prepared) || 'code' in prepared) return prepared
      const { programHash, price, estimate, estimatedSeconds } = prepared
      const { deviceId, shots } = work
      const terms = { programHash, shots, price, estimate, maximumCost: estimate, estimatedSeconds }
      const validForSeconds = services.policy.quoteValidForSeconds
      const offer = { quoteId, organisation, deviceId, ...terms }
      return { command: { type: 'IssueQuote' as const, offer, validForSeconds } }
    })
    return 'stream' in changed ? answerOf(changed) : changed
  },
})
