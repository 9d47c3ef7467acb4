import { z } from 'zod'

/** What a request may ask for. `*`, which no role has, is the hub itself. */
export const Scope = z.enum([
  'accounts:write',
  'accounts:admin',
  'organisations:any',
  'devices:write',
  'jobs:write',
  'jobs:read',
  'billing:read',
  'billing:write',
  'billing:credit',
  'billing:refund',
  'billing:admin',
  'usage:write',
  'catalog:write',
  'catalog:admin',
  'marketplace:write',
  'marketplace:admin',
  'subscriptions:write',
  'apps:run',
  'engagement:write',
  'webhooks:write',
  'operations:write',
  'tokens:write',
  'agents:read',
  'agents:write',
])
export type Scope = z.output<typeof Scope>

export const Role = z.enum(['consumer', 'developer', 'provider', 'operator'])
export type Role = z.output<typeof Role>

/** A set of roles, as events keep it: in the table's order, each once. */
export const Roles = z.array(Role).min(1).max(Role.options.length)

/** The roles that people give themselves when they register. */
export const SelfChosenRole = Role.exclude(['operator'])

const everyone: readonly Scope[] = [
  'accounts:write',
  'jobs:read',
  'billing:read',
  'billing:write',
  'engagement:write',
  'webhooks:write',
  'tokens:write',
  'agents:read',
]
const buyer: readonly Scope[] = [
  'jobs:write',
  'marketplace:write',
  'subscriptions:write',
  'apps:run',
  'agents:write',
]
const scopesByRole: Readonly<Record<Role, readonly Scope[]>> = {
  consumer: [...everyone, ...buyer],
  developer: [...everyone, ...buyer, 'catalog:write'],
  provider: [...everyone, 'devices:write'],
  operator: Scope.options,
}

/** All that these roles allow together, each scope once, in the order of the table. */
export const scopesOf = (roles: readonly Role[]): readonly Scope[] =>
  Scope.options.filter((scope) => roles.some((role) => scopesByRole[role].includes(scope)))

export const inOrder = (roles: readonly Role[]): Role[] =>
  Role.options.filter((role) => roles.includes(role))
