import type { ExistingApp } from '../../domain/catalog/app.ts'
import { appVersion, type ExistingVersion } from '../../domain/catalog/app-version.ts'
import { listing, type ListingState } from '../../domain/catalog/listing.ts'
import { isRejection, type Rejection } from '../../domain/shared/rejection.ts'
import { isOpenToAll } from '../../domain/subscriptions/entitled.ts'
import { notFound } from '../shared/change.ts'
import { actsFor } from '../shared/isolation.ts'
import type { CommandTools } from '../shared/tools.ts'
import { liveSubscription, unsubscribed } from '../subscriptions/live-subscription.ts'
import { rightOf } from '../subscriptions/run/subscribed.ts'
import { offeredApp } from './offered.ts'

type Tools = Pick<CommandTools, 'load' | 'context'>
type OutVersion = Extract<ExistingVersion, { kind: 'released' | 'yanked' }>

/** For money or a quota, now; a suspension takes buyers from a listing, and gives nothing away. */
const isSold = (offer: ListingState): boolean =>
  offer.kind === 'listed' &&
  (offer.status === 'PUBLISHED' || offer.status === 'SUSPENDED') &&
  !offer.plans.some(isOpenToAll)

/** Why the caller may not have the program of an app that they see, if they may not. */
const refusal = async (
  tools: Tools,
  { appId, organisationId }: ExistingApp,
): Promise<Rejection | undefined> => {
  const { context, load } = tools
  if (actsFor(context, organisationId)) return undefined
  const { state: offer } = await load(listing, appId)
  if (!isSold(offer)) return undefined
  if (context.organisation === undefined) return unsubscribed
  const live = await liveSubscription(tools, context.organisation, appId)
  if (live === undefined) return unsubscribed
  const right = rightOf(live)
  return isRejection(right) ? right : undefined
}

/**
 * A version that is out, of an app of the registry, if the caller may have its program: their organisation develops the app,
 * or nobody sells it, or one may run it without a subscription, or they have one in good standing.
 */
export const obtainable = async (
  tools: Tools,
  appId: string,
  versionId: string,
): Promise<OutVersion | Rejection> => {
  const offered = await offeredApp(tools, appId)
  if (isRejection(offered)) return offered
  const { state } = await tools.load(appVersion, versionId)
  if ((state.kind !== 'released' && state.kind !== 'yanked') || state.appId !== appId)
    return notFound('released version')
  return (await refusal(tools, offered)) ?? state
}
