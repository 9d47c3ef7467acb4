import type { Actor } from '../../domain/shared/decider.ts'
import type { CountedLimits } from './key-limits.ts'

/** Who sent a request, proved: by an access token or by an API key. */
export type Principal = {
  readonly actor: Actor
  /** The organisation acted for. */
  readonly organisation: string
  readonly scopes: readonly string[]
  readonly roles: readonly string[]
  /** The session behind an access token; absent for an API key. */
  readonly sessionId?: string
  /** The key of a subscription: it runs its app, and is good for nothing else. */
  readonly subscriptionKeyId?: string
  /** Of a key that its owner has set bounds to. */
  readonly limits?: CountedLimits
  /** How its holder logged in, in the words of RFC 8176: `mfa` says that a second factor was given. */
  readonly amr?: readonly string[]
}
