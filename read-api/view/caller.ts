import type { Principal } from '../../platform/auth/principal.ts'
import { queryError } from '../errors/query-error.ts'

/** Who asks. Anonymous callers see what the marketplace shows to everybody: devices and their calibrations. */
export type Caller =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'known'; readonly principal: Principal }

/** What nobody but its keepers reads is read with the scope that changes it. */
export type ReadScope =
  | 'jobs:read'
  | 'agents:read'
  | 'billing:read'
  | 'accounts:write'
  | 'webhooks:write'

/** Operators see what belongs to any organisation. */
export const seesAll = ({ roles, scopes }: Principal): boolean =>
  roles.includes('operator') || scopes.includes('organisations:any') || scopes.includes('*')

export const mayRead = (
  caller: Caller,
  scope: ReadScope,
): caller is Extract<Caller, { kind: 'known' }> =>
  caller.kind === 'known' &&
  (caller.principal.scopes.includes(scope) || caller.principal.scopes.includes('*'))

/** The caller's principal; throws UNAUTHENTICATED for nobody, FORBIDDEN when the scope is missing. */
export const requirePrincipal = (caller: Caller, scope?: ReadScope): Principal => {
  if (caller.kind === 'anonymous')
    throw queryError('UNAUTHENTICATED', 'Log in, or send an API key, to see this.')
  if (scope !== undefined && !mayRead(caller, scope))
    throw queryError('FORBIDDEN', `This needs the scope ${scope}.`)
  return caller.principal
}

export const requireOperator = (caller: Caller): Principal => {
  const principal = requirePrincipal(caller)
  if (!seesAll(principal)) throw queryError('FORBIDDEN', 'This is for operators of the hub.')
  return principal
}

/** May the caller see what belongs to this organisation alone? */
export const belongsTo = (caller: Caller, organisation: string): boolean =>
  caller.kind === 'known' &&
  (caller.principal.organisation === organisation || seesAll(caller.principal))
