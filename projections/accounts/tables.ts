import type { MemberRole } from '../../domain/accounts/organisation.ts'
import type { Role, Scope } from '../../domain/accounts/roles.ts'

/**
 * A person. Name and address stand here in clear, opened through the vault by the projector; they are null once the
 * person's key was destroyed.
 */
export type UserRow = {
  readonly user_id: string
  /** The person's own organisation. */
  readonly organisation_id: string
  readonly username: string | null
  readonly email: string | null
  readonly email_verified: boolean
  readonly roles: readonly Role[]
  readonly status: 'ACTIVE' | 'DISABLED'
  readonly created_at: Date
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type OrganisationRow = {
  readonly organisation_id: string
  readonly name: string
  readonly created_at: Date
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type MembershipRow = {
  readonly organisation_id: string
  readonly user_id: string
  readonly role: MemberRole
  readonly since: Date
  readonly created_position: bigint
  readonly position: bigint
}

/** The key itself is nowhere, its hash only in the log. */
export type ApiKeyRow = {
  readonly key_id: string
  readonly organisation_id: string
  readonly created_by: string
  readonly name: string
  readonly prefix: string
  readonly last4: string
  readonly scopes: readonly Scope[]
  readonly created_at: Date
  readonly expires_at: Date
  readonly revoked_at: Date | null
  readonly revoked_by: string | null
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type SessionRow = {
  readonly session_id: string
  readonly user_id: string
  readonly organisation_id: string
  readonly roles: readonly Role[]
  readonly status: 'OPEN' | 'REVOKED'
  readonly opened_at: Date
  readonly refreshed_at: Date | null
  readonly expires_at: Date
  readonly revoked_at: Date | null
  readonly revoked_reason: 'LOGGED_OUT' | 'TOKEN_REUSED' | null
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type AccountsTables = {
  readonly users: UserRow
  readonly organisations: OrganisationRow
  readonly memberships: MembershipRow
  readonly api_keys: ApiKeyRow
  readonly sessions: SessionRow
}
