import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { instantOf, msOf } from '../shared/instant.ts'
import { reject } from '../shared/rejection.ts'
import { exhausted, Id, Instant, Sha256 } from '../shared/values.ts'

/** A credential that runs one app under one subscription, and can do nothing else. The log knows its hash. */
export const category = 'subscriptionKey'

// Events: the stored contract.
const Fact = z.strictObject({
  keyId: Id,
  subscriptionId: Id,
  organisation: Id,
  appId: Id,
  at: Instant,
})
const IssuedKey = z.strictObject({
  createdBy: Id,
  name: z.string().min(1).max(100),
  hash: Sha256,
  prefix: z.string().max(20),
  last4: z.string().length(4),
  /** Requests a minute. */
  perMinute: z.int().min(1).max(10_000),
})
export const definitions = [
  defineEvent(
    'SubscriptionKeyCreated',
    1,
    Fact.extend({ ...IssuedKey.shape, expiresAt: Instant.exactOptional() }),
  ),
  defineEvent('SubscriptionKeyRevoked', 1, Fact.extend({ revokedBy: z.string().min(1) })),
] as const
export type SubscriptionKeyEvent = EventOf<(typeof definitions)[number]>

// State.
export type ExistingSubscriptionKey = z.output<typeof IssuedKey> & {
  readonly kind: 'active' | 'revoked'
  readonly keyId: string
  readonly subscriptionId: string
  readonly organisation: string
  readonly appId: string
  readonly expiresAt?: string
}
export type SubscriptionKey = { readonly kind: 'absent' } | ExistingSubscriptionKey

export const initial: SubscriptionKey = { kind: 'absent' }

export const evolve = (state: SubscriptionKey, event: SubscriptionKeyEvent): SubscriptionKey => {
  switch (event.type) {
    case 'SubscriptionKeyCreated': {
      const { at: _, ...key } = event.data
      return { kind: 'active', ...key }
    }
    case 'SubscriptionKeyRevoked':
      return state.kind === 'absent' ? state : { ...state, kind: 'revoked' }
    default:
      return exhausted(event)
  }
}

export const isExpired = ({ expiresAt }: ExistingSubscriptionKey, now: string): boolean =>
  expiresAt !== undefined && msOf(expiresAt) <= msOf(now)

// Commands.
export type SubscriptionKeyCommand =
  | {
      readonly type: 'CreateSubscriptionKey'
      readonly keyId: string
      readonly subscriptionId: string
      readonly organisation: string
      readonly appId: string
      readonly key: z.output<typeof IssuedKey>
      /** None: it lasts as long as the subscription. */
      readonly validForSeconds?: number
    }
  | { readonly type: 'RevokeSubscriptionKey' }

export const decide = (
  command: SubscriptionKeyCommand,
  state: SubscriptionKey,
  { now, actor }: DecisionMeta,
): Decision<SubscriptionKeyEvent> => {
  switch (command.type) {
    case 'CreateSubscriptionKey': {
      if (state.kind !== 'absent') return reject('ALREADY_EXISTS', 'This key was created already.')
      const { keyId, subscriptionId, organisation, appId, key, validForSeconds } = command
      const expiry =
        validForSeconds === undefined
          ? {}
          : { expiresAt: instantOf(msOf(now) + validForSeconds * 1000) }
      const data = { keyId, subscriptionId, organisation, appId, at: now, ...key, ...expiry }
      return [{ type: 'SubscriptionKeyCreated', data }]
    }
    case 'RevokeSubscriptionKey': {
      if (state.kind === 'absent') return reject('NOT_FOUND', 'There is no such key.')
      if (state.kind === 'revoked') return []
      const { keyId, subscriptionId, organisation, appId } = state
      const data = { keyId, subscriptionId, organisation, appId, at: now, revokedBy: actor.id }
      return [{ type: 'SubscriptionKeyRevoked', data }]
    }
    default:
      return exhausted(command)
  }
}

export const subscriptionKey: Aggregate<
  SubscriptionKey,
  SubscriptionKeyCommand,
  SubscriptionKeyEvent
> = { category, definitions, initial, evolve, decide }
