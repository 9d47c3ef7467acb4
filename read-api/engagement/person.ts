import type { Principal } from '../../platform/auth/principal.ts'
import { queryError } from '../errors/query-error.ts'
import { type Caller, requirePrincipal } from '../view/caller.ts'

/** Who reads their notifications: a person, and the organisation that they act for. */
export type Reader = { readonly userId: string; readonly organisation: string }

const readerOf = ({ actor, organisation }: Principal): Reader | undefined =>
  actor.kind === 'user' || actor.kind === 'operator'
    ? { userId: actor.id, organisation }
    : undefined

/** Throws UNAUTHENTICATED for nobody, and FORBIDDEN for API keys: what people are told is for people. */
export const requireReader = (caller: Caller): Reader => {
  const reader = readerOf(requirePrincipal(caller))
  if (reader === undefined)
    throw queryError('FORBIDDEN', 'Notifications are read by people; log in as one.')
  return reader
}

export const readerIn = (caller: Caller): Reader | undefined =>
  caller.kind === 'known' ? readerOf(caller.principal) : undefined
