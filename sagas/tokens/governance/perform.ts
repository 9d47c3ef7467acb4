import { listing } from '../../../domain/catalog/listing.ts'
import {
  commissionRules,
  commissionRulesId,
} from '../../../domain/billing/payees/commission-rules.ts'
import { load } from '../../../commands/shared/load.ts'
import { hubParameters, hubParametersId } from '../../../domain/tokens/governance/hub-parameters.ts'
import { nameOfKey } from '../../../domain/tokens/governance/parameters.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { changeAs, succeeded, type Performers } from '../../runtime/effects.ts'
import type { ListingPolicyEffect } from './listing-policy.ts'
import type { ParameterEffect } from './parameter-change.ts'

export const performParameterEffects: Performers<ParameterEffect> = {
  takeParameter: ({ entryId, chain, transactionHash, key, value }, tools) =>
    changeAs(
      tools,
      hubParameters,
      hubParametersId,
      {
        type: 'TakeParameter',
        ...{ entryId, chain, transactionHash, name: nameOfKey(key) ?? key, value },
      },
      (events) => {
        const [event] = events
        return event?.type === 'HubParameterSet' ? { name: nameOfKey(key) ?? key, value } : {}
      },
    ),
  // A rule like an operator's: what was sold before keeps its terms, and the nearer rules still count first.
  setCommission: ({ entryId, basisPoints }, tools) =>
    changeAs(tools, commissionRules, commissionRulesId, {
      type: 'SetRule',
      ruleId: derivedId('commissionRule', 'governance', entryId),
      ...{ scope: { of: 'ALL' }, basisPoints, note: 'Decided by holders of the token' },
    }),
}

export const performListingPolicyEffects: Performers<ListingPolicyEffect> = {
  publishUnreviewed: async ({ appId }, tools) => {
    const { eventStore, foldCache } = tools.services
    const { state } = await load(eventStore, foldCache, hubParameters, hubParametersId)
    if (state.values.listingReview !== '0') return succeeded('REVIEWED')
    return changeAs(tools, listing, appId, { type: 'PublishListing' })
  },
}
