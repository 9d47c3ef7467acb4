import { z } from 'zod'
import { scopesOf, type Role, type Scope } from './roles.ts'

/** What a member may do in an organisation. OWNER, ADMIN and MEMBER do all that the person may do anywhere. */
export const MemberRole = z.enum(['OWNER', 'ADMIN', 'MEMBER', 'BILLING', 'VIEWER'])
export type MemberRole = z.output<typeof MemberRole>

/** What an invitation or another member may give; ownership changes hands by its own commands. */
export const GrantedRole = MemberRole.exclude(['OWNER'])

/** One's own account, and to be told of things. */
const own: readonly Scope[] = ['accounts:write', 'engagement:write']

/** Of the roles that do not reach as far as the person does elsewhere. */
const bounds: Partial<Readonly<Record<MemberRole, readonly Scope[]>>> = {
  BILLING: [...own, 'billing:read', 'billing:write', 'subscriptions:write'],
  VIEWER: [...own, 'jobs:read', 'billing:read', 'agents:read'],
}

/** Of a person's scopes, those that they have in an organisation where they are this. */
export const scopesWithin = (role: MemberRole, scopes: readonly Scope[]): readonly Scope[] => {
  const bound = bounds[role]
  return bound === undefined ? scopes : scopes.filter((scope) => bound.includes(scope))
}

/** What a person of these roles may do in an organisation where they are this; operators are bound nowhere. */
export const scopesIn = (
  role: MemberRole | undefined,
  roles: readonly Role[],
): readonly Scope[] => {
  if (role === undefined) return []
  return roles.includes('operator') ? scopesOf(roles) : scopesWithin(role, scopesOf(roles))
}

export const changesMembers = (role: MemberRole | undefined): boolean =>
  role === 'OWNER' || role === 'ADMIN'
