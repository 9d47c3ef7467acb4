import type { Actor } from '../../domain/shared/decider.ts'

/** Who sent a request, proved: by an access token or by an API key. */
export type Principal = {
  readonly actor: Actor
  /** The organisation acted for. */
  readonly organisation: string
  readonly scopes: readonly string[]
  readonly roles: readonly string[]
  /** The session behind an access token; absent for an API key. */
  readonly sessionId?: string
}
