import type { AccessTokens } from '../../platform/auth/access-token.ts'
import type { Clock } from '../../platform/clock/clock.ts'
import type { CircuitAnalyser } from '../../platform/providers/analyser.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import type { Mailer } from '../../platform/mail/port.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import type { DecisionListener } from './decision.ts'
import type { FoldCache } from './fold-cache.ts'
import type { StreamLocks } from './stream-locks.ts'

/** What commands work with. Everything that opens something is a port of `platform/`. */
export type Services = {
  readonly eventStore: EventStore
  readonly clock: Clock
  readonly foldCache: FoldCache
  readonly streamLocks: StreamLocks
  readonly circuits: CircuitAnalyser
  readonly vault: Vault
  readonly mailer: Mailer
  readonly accessTokens: AccessTokens
  readonly secrets: CommandSecrets
  readonly policy: CommandPolicy
  readonly decided?: DecisionListener
}

/** Keys derived from the master key, one for each purpose. */
export type CommandSecrets = {
  /** Keys the hash of inputs kept in event metadata. */
  readonly inputHashKey: Buffer
  /** Keys the hash under which e-mail addresses and usernames are reserved. */
  readonly reservationKey: Buffer
  /** Derives refresh tokens, API keys and verification tokens from what the log knows, so that a replay answers the same. */
  readonly tokenKey: Buffer
}

/** Numbers of the house that a command decides by; they are written into the events they shaped. */
export type CommandPolicy = {
  readonly commissionBasisPoints: number
  readonly quoteValidForSeconds: number
  readonly accessTokenSeconds: number
  readonly refreshTokenSeconds: number
}
