import { quote } from '../../domain/jobs/quote.ts'
import { reject, type Rejection } from '../../domain/shared/rejection.ts'
import { notFound } from '../shared/change.ts'
import type { CommandTools } from '../shared/tools.ts'
import type { Prepared } from './prepare.ts'

/** The terms of the quote in place of today's, if it is the caller's, still good, and for this very work. */
export const quotedTerms = async (
  quoteId: string,
  prepared: Prepared,
  work: { readonly deviceId: string; readonly shots: number },
  { context, services, load }: CommandTools,
): Promise<Pick<Prepared, 'price' | 'estimate'> | Rejection> => {
  const { state } = await load(quote, quoteId)
  if (state.kind === 'absent' || state.offer.organisation !== context.organisation)
    return notFound('quote')
  const { offer, expiresAt } = state
  if (expiresAt <= services.clock.now().toISOString())
    return reject('QUOTE_EXPIRED', `The quote expired at ${expiresAt}.`)
  if (
    offer.deviceId !== work.deviceId ||
    offer.shots !== work.shots ||
    offer.programHash !== prepared.programHash
  )
    return reject('QUOTE_MISMATCH', 'The quote is for another program, device or number of shots.')
  return { price: offer.price, estimate: offer.maximumCost }
}
