import { numberPlans, type PlanWish } from '../subscriptions/plan-rules.ts'
import type { Plan } from '../subscriptions/plan.ts'
import { reject, type Rejection } from '../shared/rejection.ts'
import { same } from '../shared/same.ts'
import type { Offer, OfferChanges } from './listing-offer.ts'

/** An offer, or members of one, as a seller writes them: the plans not numbered yet. */
export type OfferWish = Omit<Offer, 'plans'> & { readonly plans: readonly PlanWish[] }
export type ChangesWish = Omit<OfferChanges, 'plans'> & { readonly plans?: readonly PlanWish[] }

/** What of the wish differs from the offer, its plans numbered; none when all of it is so already. */
export const changesOf = (
  { plans: wished, ...wish }: ChangesWish,
  offer: Offer,
  withdrawn: readonly Plan[],
  newId: (name: string) => string,
): OfferChanges | Rejection => {
  const numbered =
    wished === undefined
      ? { plans: offer.plans }
      : numberPlans(wished, [...offer.plans, ...withdrawn], newId)
  if ('issues' in numbered) return invalidPlans(numbered.issues)
  const changes: OfferChanges = { ...wish, plans: numbered.plans }
  const { title, summary, description, categories, screenshots } = changes
  const { supportContact, previewRuns, plans } = changes
  return {
    ...(differs(title, offer.title) ? { title } : {}),
    ...(differs(summary, offer.summary) ? { summary } : {}),
    ...(differs(description, offer.description) ? { description } : {}),
    ...(differs(categories, offer.categories) ? { categories } : {}),
    ...(differs(screenshots, offer.screenshots) ? { screenshots } : {}),
    ...(differs(supportContact, offer.supportContact) ? { supportContact } : {}),
    ...(differs(previewRuns, offer.previewRuns) ? { previewRuns } : {}),
    ...(differs(plans, offer.plans) ? { plans } : {}),
  }
}

const differs = <Value>(wished: Value | undefined, now: Value): wished is Value =>
  wished !== undefined && !same(wished, now)

export const invalidPlans = (
  issues: Extract<ReturnType<typeof numberPlans>, { issues: unknown }>['issues'],
): Rejection =>
  reject(
    'INVALID_INPUT',
    'These plans cannot be offered.',
    issues.map(({ pointer, ...rest }) => ({ ...rest, pointer: `/plans${pointer}` })),
  )

/** The plans that are no longer on sale once these are. */
export const withdrawnAfter = (
  plans: readonly Plan[],
  before: readonly Plan[],
  withdrawn: readonly Plan[],
): readonly Plan[] =>
  [...withdrawn, ...before].filter(({ planId }) => plans.every((plan) => plan.planId !== planId))
