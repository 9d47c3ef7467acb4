import type { SentInvitation } from '../../domain/accounts/invitation.ts'
import type { MemberRole } from '../../domain/accounts/member-role.ts'
import type { KeyLimits } from '../../domain/accounts/key-limits.ts'
import type { Role } from '../../domain/accounts/roles.ts'
import type { AuthenticationMethod } from '../../domain/accounts/session.ts'

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
  readonly status: 'ACTIVE' | 'DISABLED' | 'DEACTIVATED' | 'CLOSED' | 'ERASED'
  /** The person let the account rest, be it disabled besides or not. */
  readonly deactivated: boolean
  /** Sessions of an earlier epoch have ended, but for the one that was kept. */
  readonly session_epoch: number
  readonly kept_session: string | null
  readonly created_at: Date
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type OrganisationRow = {
  readonly organisation_id: string
  /** In clear; null once the organisation was closed. */
  readonly name: string | null
  readonly status: 'ACTIVE' | 'CLOSED'
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

export type InvitationRow = {
  readonly invitation_id: string
  readonly organisation_id: string
  readonly invited_by: string
  /** In clear while nobody has answered; null from then on. */
  readonly address: string | null
  readonly address_hash: string
  readonly role: SentInvitation['role']
  readonly status: SentInvitation['status']
  readonly sent_at: Date
  readonly expires_at: Date
  readonly settled_at: Date | null
  readonly created_position: bigint
  readonly revision: bigint
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
  readonly scopes: readonly string[]
  readonly enabled: boolean
  readonly limits: KeyLimits
  /** What its uses are counted under. */
  readonly meter_id: string
  readonly predecessor: string | null
  readonly successor: string | null
  readonly created_at: Date
  /** Of a replaced key, the end of its grace. */
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
  readonly epoch: number
  readonly agent: string | null
  readonly amr: readonly AuthenticationMethod[]
  /** By itself; see `session_epoch` of the person for those that ended together. */
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

/** How things stand with a person's second factor. Neither secret nor hashes of codes stand here. */
export type MfaRow = {
  readonly user_id: string
  readonly status: 'PENDING' | 'ENABLED' | 'DISABLED'
  readonly enabled_at: Date | null
  readonly recovery_codes_left: number
  readonly locked_until: Date | null
  readonly revision: bigint
  readonly position: bigint
}

export type ProfileRow = {
  readonly user_id: string
  readonly display_name: string | null
  readonly organisation: string | null
  readonly bio: string | null
  readonly avatar_url: string | null
  readonly links: readonly { readonly label: string; readonly url: string }[] | null
  readonly contact: string | null
  readonly is_public: boolean
  readonly updated_at: Date
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type LinkedIdentityRow = {
  readonly identity_id: string
  readonly user_id: string
  readonly provider: string
  readonly linked_at: Date
  readonly created_position: bigint
  readonly position: bigint
}

export type KeyUsageRow = {
  readonly usage_id: string
  readonly meter_id: string
  readonly period: string
  /** Given out: what a process has in hand is in it. */
  readonly taken: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type KeyActivityRow = {
  readonly key_id: string
  /** The first use of the last day of use. */
  readonly last_used_at: Date
  readonly revision: bigint
  readonly position: bigint
}

export type AccountsTables = {
  readonly key_usage: KeyUsageRow
  readonly key_activity: KeyActivityRow
  readonly linked_identities: LinkedIdentityRow
  readonly profiles: ProfileRow
  readonly mfa: MfaRow
  readonly users: UserRow
  readonly organisations: OrganisationRow
  readonly memberships: MembershipRow
  readonly invitations: InvitationRow
  readonly api_keys: ApiKeyRow
  readonly sessions: SessionRow
}
