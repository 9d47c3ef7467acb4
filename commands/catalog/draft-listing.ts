import { app } from '../../domain/catalog/app.ts'
import { listing } from '../../domain/catalog/listing.ts'
import { Id } from '../../domain/shared/values.ts'
import { commissionOf } from '../billing/payees/commission-of.ts'
import { notFound } from '../shared/change.ts'
import { defineCommand } from '../shared/definition.ts'
import { actsFor } from '../shared/isolation.ts'
import { OfferInput } from './offer-input.ts'
import { answerOf } from './own-listing.ts'

/** A seller writes down how an app is to be offered. Nobody else sees it before it is published. */
export const draftListing = defineCommand({
  name: 'catalog.draft-listing',
  input: OfferInput.extend({ appId: Id }),
  scope: 'catalog:write',
  run: async ({ appId, ...offer }, tools) => {
    const { context } = tools
    const { state } = await tools.load(app, appId)
    if (state.kind !== 'existing' || !actsFor(context, state.organisationId)) return notFound('app')
    const { organisationId } = state
    const sale = { kind: 'APP', organisation: organisationId, itemId: appId } as const
    const { basisPoints: commissionBasisPoints } = await commissionOf(tools, sale)
    const terms = { appId, organisationId, offer, commissionBasisPoints }
    return answerOf(await tools.change(listing, appId, { type: 'DraftListing', ...terms }))
  },
})
