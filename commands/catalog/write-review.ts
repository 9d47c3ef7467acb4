import { listing } from '../../domain/catalog/listing.ts'
import { VerifiedUse } from '../../domain/catalog/review-events.ts'
import { review } from '../../domain/catalog/review.ts'
import { reject } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { personOf } from '../accounts/membership.ts'
import { notFound } from '../shared/change.ts'
import { defineCommand } from '../shared/definition.ts'
import { Opinion, sealOpinion } from './opinion.ts'
import { refusedUse } from './verified-use.ts'
import { refusedSeller } from './refused-seller.ts'

/** The one review that a person writes of an app, which they have used. */
export const writeReview = defineCommand({
  name: 'catalog.write-review',
  input: Opinion.extend({ appId: Id, use: VerifiedUse }),
  scope: 'marketplace:write',
  run: async ({ appId, use, ...opinion }, tools) => {
    const { context, services } = tools
    const author = personOf(context)
    if (typeof author !== 'string') return author
    const { organisation: organisationId } = context
    if (organisationId === undefined)
      return reject('FORBIDDEN', 'An app is used by an organisation; act for one.')
    const reviewId = derivedId(appId, 'review', author)
    const answer = { reviewId }
    const before = await tools.answered(review, reviewId)
    if (before !== undefined) return 'stream' in before ? { answer, changed: before } : before
    const { state: listed } = await tools.load(listing, appId)
    if (listed.kind === 'absent') return notFound('listing')
    const refused =
      (await refusedSeller(tools, listed.organisationId, author)) ??
      (await refusedUse(tools, use, appId, author))
    if (refused !== undefined) return refused
    const changed = await tools.change(review, reviewId, {
      type: 'WriteReview',
      reviewId,
      appId,
      author,
      organisationId,
      sellerOrganisation: listed.organisationId,
      use,
      ...(await sealOpinion(services, author, opinion)),
    })
    return 'stream' in changed ? { answer, changed } : changed
  },
})
