import { z } from 'zod'
import { mostPlans } from '../subscriptions/plan-rules.ts'
import { Plan } from '../subscriptions/plan.ts'

/** What buyers look for apps by. */
export const ListingCategory = z.enum([
  'CHEMISTRY',
  'CRYPTOGRAPHY',
  'EDUCATION',
  'ERROR_CORRECTION',
  'FINANCE',
  'LOGISTICS',
  'MACHINE_LEARNING',
  'OPTIMISATION',
  'SIMULATION',
  'TOOLS',
])
export type ListingCategory = z.output<typeof ListingCategory>

const WebAddress = z.url({ protocol: /^https$/, error: 'an https address is expected' }).max(500)

/** How the seller's organisation is reached: its business address, shown to everybody. Not a person's own. */
export const SupportContact = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('EMAIL'), address: z.email().max(254) }),
  z.strictObject({ kind: z.literal('URL'), address: WebAddress }),
])
export type SupportContact = z.output<typeof SupportContact>

/** What a buyer is offered: what is said of the app, how it may be tried and what it costs. */
export const Offer = z.strictObject({
  title: z.string().trim().min(1).max(80),
  summary: z.string().trim().min(1).max(200),
  description: z.string().max(20_000),
  categories: z.array(ListingCategory).min(1).max(3),
  screenshots: z.array(WebAddress).max(10),
  supportContact: SupportContact,
  /** Runs that every organisation has free of the app's fee, before it decides; none when zero. */
  previewRuns: z.int().min(0).max(100),
  plans: z.array(Plan).max(mostPlans),
})
export type Offer = z.output<typeof Offer>

/** The members of an offer that become others; a member that is not there stays. `plans` is the whole new list. */
export const OfferChanges = z.strictObject({
  title: Offer.shape.title.exactOptional(),
  summary: Offer.shape.summary.exactOptional(),
  description: Offer.shape.description.exactOptional(),
  categories: Offer.shape.categories.exactOptional(),
  screenshots: Offer.shape.screenshots.exactOptional(),
  supportContact: Offer.shape.supportContact.exactOptional(),
  previewRuns: Offer.shape.previewRuns.exactOptional(),
  plans: Offer.shape.plans.exactOptional(),
})
export type OfferChanges = z.output<typeof OfferChanges>
