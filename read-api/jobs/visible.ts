import { type RawBuilder, sql } from 'kysely'
import type { Caller } from '../view/caller.ts'
import { ownedBy, visible } from '../view/visible.ts'

/**
 * The jobs that a caller may see: those of the own organisation, and those on its own devices. Every read of jobs goes
 * through here, so that no path to a job forgets it.
 */
export const jobIsVisible = (caller: Caller): RawBuilder<boolean> =>
  visible(caller, 'jobs:read', (principal) => {
    const submitted = ownedBy('jobs.organisation')(principal)
    const provided = ownedBy('jobs.provider_organisation')(principal)
    return principal.roles.includes('provider') ? sql`(${submitted} or ${provided})` : submitted
  })

export const quoteIsVisible = (caller: Caller): RawBuilder<boolean> =>
  visible(caller, 'jobs:read', ownedBy('quotes.organisation'))
