import { app, latestVersion, type ExistingApp } from '../../../domain/catalog/app.ts'
import { listing } from '../../../domain/catalog/listing.ts'
import { reject, type Rejection } from '../../../domain/shared/rejection.ts'
import { isOpenToAll, mayHaveKeys } from '../../../domain/subscriptions/entitled.ts'
import { subscriptionKey } from '../../../domain/subscriptions/subscription-key.ts'
import { subscription } from '../../../domain/subscriptions/subscription.ts'
import { usageIdOf } from '../../../domain/subscriptions/usage.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { notFound } from '../../shared/change.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { liveSubscription, unsubscribed } from '../live-subscription.ts'
import type { Right } from './right.ts'
import { rightOf } from './subscribed.ts'

type Tools = Pick<CommandTools, 'load' | 'context'>

/** What a key may run: the app of its subscription, as long as the plan gives keys. */
const byKey = async ({ load }: Tools, keyId: string, appId: string): Promise<Right | Rejection> => {
  const { state: key } = await load(subscriptionKey, keyId)
  if (key.kind !== 'active' || key.appId !== appId) return notFound('app')
  const { state } = await load(subscription, key.subscriptionId)
  if (state.kind !== 'existing') return notFound('app')
  if (!mayHaveKeys(state.plan))
    return reject('NOT_ENTITLED', 'The plan of the subscription gives no keys any more.')
  const right = rightOf(state)
  return 'rejected' in right ? right : { ...right, subscriptionKeyId: keyId }
}

/** A released version that was not withdrawn: the one that was asked for, or the latest. */
const versionOf = (state: ExistingApp, asked: string | undefined): string | Rejection => {
  const known =
    asked === undefined
      ? latestVersion(state)
      : state.versions.find(({ versionId, yanked }) => versionId === asked && !yanked)
  return known?.versionId ?? notFound('released version')
}

const free = (
  { appId, organisationId }: ExistingApp,
  versionId: string | Rejection,
): Right | Rejection =>
  typeof versionId === 'string'
    ? { appId, versionId, sellerOrganisation: organisationId, commissionBasisPoints: 0 }
    : versionId

/**
 * Without a subscription: an app of the registry that nobody sells; one that is sold with a free plan for as many runs as
 * one likes; one of the runs that its seller gives away before somebody decides.
 */
const withoutSubscription = async (
  { load }: Tools,
  organisation: string,
  state: ExistingApp,
): Promise<Right | Rejection> => {
  const { appId, published, visibility } = state
  const { state: offer } = await load(listing, appId)
  const version = versionOf(state, undefined)
  if (offer.kind === 'absent')
    return published && visibility !== 'PRIVATE' ? free(state, version) : notFound('app')
  if (offer.status !== 'PUBLISHED') return notFound('app')
  const right = free(state, version)
  if (offer.plans.some(isOpenToAll) || 'rejected' in right) return right
  const { previewRuns: quota } = offer
  if (quota === 0) return unsubscribed
  const usageId = usageIdOf(derivedId(organisation, 'preview', appId), 0)
  return { ...right, usage: { usageId, quota } }
}

/** By what right the caller runs the app, if by any. What they may not even see is NOT_FOUND. */
export const findRight = async (
  tools: Tools,
  organisation: string,
  { appId, versionId }: { readonly appId: string; readonly versionId?: string },
): Promise<Right | Rejection> => {
  const { context, load } = tools
  if (context.subscriptionKeyId !== undefined) return byKey(tools, context.subscriptionKeyId, appId)
  const { state } = await load(app, appId)
  if (state.kind !== 'existing') return notFound('app')
  if (state.organisationId === organisation) return free(state, versionOf(state, versionId))
  if (versionId !== undefined)
    return reject('NOT_ENTITLED', 'A version is chosen by the subscription, or is the latest.')
  const live = await liveSubscription(tools, organisation, appId)
  return live === undefined ? withoutSubscription(tools, organisation, state) : rightOf(live)
}
