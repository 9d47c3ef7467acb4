import { listing } from '../../domain/catalog/listing.ts'
import { Id } from '../../domain/shared/values.ts'
import { defineCommand } from '../shared/definition.ts'
import { answerOf } from './own-listing.ts'
import { Reasoned } from './verdict.ts'

/** An operator puts a suspended listing back on the market. */
export const reinstateListing = defineCommand({
  name: 'catalog.reinstate-listing',
  input: Reasoned.extend({ appId: Id }),
  scope: 'marketplace:admin',
  run: async ({ appId, ...said }, tools) =>
    answerOf(await tools.change(listing, appId, { type: 'ReinstateListing', ...said })),
})
