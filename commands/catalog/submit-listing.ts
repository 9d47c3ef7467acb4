import { z } from 'zod'
import { app, latestVersion } from '../../domain/catalog/app.ts'
import { listing } from '../../domain/catalog/listing.ts'
import { isRejection, reject, type Rejection } from '../../domain/shared/rejection.ts'
import { Id } from '../../domain/shared/values.ts'
import { notFound } from '../shared/change.ts'
import { defineCommand } from '../shared/definition.ts'
import type { CommandTools } from '../shared/tools.ts'
import { answerOf, ownListing } from './own-listing.ts'

/** Who buys an app has to be able to run it. */
const refusedApp = async (tools: CommandTools, appId: string): Promise<Rejection | undefined> => {
  const { state } = await tools.load(app, appId)
  if (state.kind !== 'existing') return notFound('app')
  if (latestVersion(state) === undefined)
    return reject('LISTING_INCOMPLETE', 'The app has no released version that is not a prerelease.')
  return state.visibility === 'PRIVATE'
    ? reject('LISTING_INCOMPLETE', 'The app is private: nobody else could use it.')
    : undefined
}

/** The seller asks for the listing to be published. */
export const submitListing = defineCommand({
  name: 'catalog.submit-listing',
  input: z.strictObject({ appId: Id }),
  scope: 'catalog:write',
  run: async ({ appId }, tools) => {
    const owned = await ownListing(tools, appId)
    if (isRejection(owned)) return owned
    const before = await tools.answered(listing, appId)
    if (before !== undefined) return 'stream' in before ? answerOf(before) : before
    const refused = await refusedApp(tools, appId)
    return refused ?? answerOf(await tools.change(listing, appId, { type: 'SubmitListing' }))
  },
})
