import type { ExistingListing, ListingCommand, ListingState } from '../../domain/catalog/listing.ts'
import { listing } from '../../domain/catalog/listing.ts'
import { isRejection, type Rejection } from '../../domain/shared/rejection.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import { notFound, type ChangeResult } from '../shared/change.ts'
import type { Completed } from '../shared/definition.ts'
import { actsFor } from '../shared/isolation.ts'
import type { CommandTools } from '../shared/tools.ts'

export type ListingAnswer = { readonly appId: string; readonly status: ExistingListing['status'] }

/** The listing, if the caller's organisation sells the app. */
export const ownListing = async (
  tools: CommandTools,
  appId: string,
): Promise<ExistingListing | Rejection> => {
  const { state } = await tools.load(listing, appId)
  return state.kind === 'absent' || !actsFor(tools.context, state.organisationId)
    ? notFound('listing')
    : state
}

export const answerOf = (
  changed: ChangeResult<ListingState>,
): Completed<ListingAnswer> | Rejection | Failure => {
  if (!('stream' in changed)) return changed
  const { state } = changed
  if (state.kind === 'absent') return notFound('listing')
  const { appId, status } = state
  return { answer: { appId, status }, changed }
}

/** What a seller asks of their own listing. */
export const changeOwnListing = async (
  tools: CommandTools,
  appId: string,
  command: ListingCommand,
): Promise<Completed<ListingAnswer> | Rejection | Failure> => {
  const owned = await ownListing(tools, appId)
  return isRejection(owned) ? owned : answerOf(await tools.change(listing, appId, command))
}
