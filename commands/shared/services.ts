import type { Issuer } from '../../domain/billing/bills/bill-events.ts'
import type { TokenPolicy } from '../../domain/tokens/policy.ts'
import type { AppPorts } from '../../platform/apps/ports.ts'
import type { AccessTokens } from '../../platform/auth/access-token.ts'
import type { ChainKeys } from '../../platform/chain/keys/port.ts'
import type { ChainPorts } from '../../platform/chain/port.ts'
import type { Bus } from '../../platform/bus/bus.ts'
import type { Clock } from '../../platform/clock/clock.ts'
import type { CircuitDesk } from '../../platform/circuits/desk.ts'
import type { Fleet } from '../../platform/circuits/fleet.ts'
import type { CircuitAnalyser } from '../../platform/providers/analyser.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import type { LlmPort } from '../../platform/llm/port.ts'
import type { ModelMemory } from '../../platform/model-memory/port.ts'
import type { Mailer } from '../../platform/mail/port.ts'
import type { KnowledgeSearch } from '../../platform/knowledge/port.ts'
import type { ModelPorts } from '../../platform/models/port.ts'
import type { OperatorDeeds } from '../../platform/operations/port.ts'
import type { PaymentProvider } from '../../platform/payments/port.ts'
import type { PriceSource } from '../../platform/prices/port.ts'
import type { Footprint } from '../../platform/personal-data/footprint.ts'
import type { SignInProviders } from '../../platform/sign-in/port.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import type { WebhookIndex, WebhookSender } from '../../platform/webhooks/port.ts'
import type { KeyMeter } from '../accounts/key-meter.ts'
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
  /** Rewrites circuits, and measures them against devices. */
  readonly circuitDesk: CircuitDesk
  readonly fleet: Fleet
  readonly apps: AppPorts
  readonly vault: Vault
  readonly mailer: Mailer
  /** Where messages to agents are announced. */
  readonly bus: Pick<Bus, 'publish' | 'flush'>
  readonly webhooks: WebhookSender
  readonly webhookIndex: WebhookIndex
  /** Who moves money on cards and to banks. */
  readonly payments: PaymentProvider
  /** The chains that the hub is on. */
  readonly chains: ChainPorts
  /** Who signs for the hub on them. */
  readonly chainKeys: ChainKeys
  /** Who answers prompts, and embeds texts. */
  readonly llm: LlmPort
  /** What the hub's processes share about models: figures, answers, who is left alone. */
  readonly modelMemory: ModelMemory
  /** What tokens are worth. */
  readonly prices: PriceSource
  readonly footprint: Footprint
  /** Does what operators ask for. */
  readonly operations: OperatorDeeds
  /** Fits models, and shows what they answer from. */
  readonly models: ModelPorts
  /** Finds what documents say. */
  readonly knowledge: KnowledgeSearch
  readonly accessTokens: AccessTokens
  /** Counts how keys are used. */
  readonly keyMeter: KeyMeter
  readonly signIn: SignInProviders
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
  /** Where the command API is found: whom people speak with when they sign a message. */
  readonly publicUrl: string
  readonly tokens: TokenPolicy
  /** Who issues bills. */
  readonly issuer: Issuer
}
