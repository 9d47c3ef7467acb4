import { z } from 'zod'
import { Offer } from '../../domain/catalog/listing-offer.ts'
import { Id } from '../../domain/shared/values.ts'
import { mostPlans } from '../../domain/subscriptions/plan-rules.ts'
import { Plan } from '../../domain/subscriptions/plan.ts'

/** A plan as a seller writes it. With the id of one that the listing has or had, it is that one, changed. */
const { name, description, asset, pricing, trialDays, entitlements } = Plan.shape
export const PlanInput = z.strictObject({
  planId: Id.exactOptional(),
  name,
  description: description.default(''),
  asset,
  pricing,
  trialDays: trialDays.default(0),
  entitlements: entitlements.default([]),
})
const Plans = z.array(PlanInput).max(mostPlans)

const { shape } = Offer
export const OfferInput = z.strictObject({
  title: shape.title,
  summary: shape.summary,
  description: shape.description.default(''),
  categories: shape.categories,
  screenshots: shape.screenshots.default([]),
  supportContact: shape.supportContact,
  previewRuns: shape.previewRuns.default(0),
  plans: Plans.default([]),
})

/** Members to become others; what is left out stays. `plans` is the whole new list. */
export const ChangesInput = z.strictObject({
  title: shape.title.exactOptional(),
  summary: shape.summary.exactOptional(),
  description: shape.description.exactOptional(),
  categories: shape.categories.exactOptional(),
  screenshots: shape.screenshots.exactOptional(),
  supportContact: shape.supportContact.exactOptional(),
  previewRuns: shape.previewRuns.exactOptional(),
  plans: Plans.exactOptional(),
})
