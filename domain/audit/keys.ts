import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { Instant } from '../shared/values.ts'

/** The keys that heads of the log's tree are signed with, one after the other. There is one stream for the hub. */
export const category = 'auditKeys'
export const auditKeysId = 'hub'

/** Eight hexadecimal digits that a key is called by; a verifier key (https://c2sp.org/signed-note); a signature in base 64. */
export const KeyId = z.string().regex(/^[0-9a-f]{8}$/)
export const VerifierKey = z.string().regex(/^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+=*$/)
export const Signature = z.string().regex(/^[A-Za-z0-9+/]{86}==$/)

// Events: the stored contract.
export const definitions = [
  /** From here on heads are signed with this key; `endorsement` is what the key before it says of it. */
  defineEvent(
    'AuditKeyIntroduced',
    1,
    z.strictObject({
      auditKeysId: z.literal(auditKeysId),
      keyId: KeyId,
      key: VerifierKey,
      endorsement: z.strictObject({ keyId: KeyId, signature: Signature }).exactOptional(),
      at: Instant,
    }),
  ),
] as const
export type AuditKeyEvent = EventOf<(typeof definitions)[number]>

// State.
export type IntroducedKey = {
  readonly keyId: string
  readonly key: string
  readonly endorsement?: { readonly keyId: string; readonly signature: string }
  readonly since: string
}
export type AuditKeys = { readonly keys: readonly IntroducedKey[] }

export const initial: AuditKeys = { keys: [] }

export const evolve = ({ keys }: AuditKeys, event: AuditKeyEvent): AuditKeys => {
  const { keyId, key, endorsement, at: since } = event.data
  const next = { keyId, key, since, ...(endorsement === undefined ? {} : { endorsement }) }
  return { keys: [...keys, next] }
}

// Commands.
export type AuditKeyCommand = {
  readonly type: 'IntroduceKey'
  readonly keyId: string
  readonly key: string
  readonly endorsement?: { readonly keyId: string; readonly signature: string }
}

export const decide = (
  { keyId, key, endorsement }: AuditKeyCommand,
  { keys }: AuditKeys,
  { now: at }: DecisionMeta,
): Decision<AuditKeyEvent> => {
  const current = keys.at(-1)
  if (current?.key === key) return []
  // Only the key before it can say so.
  const says = endorsement !== undefined && endorsement.keyId === current?.keyId
  const data = { auditKeysId, keyId, key, ...(says ? { endorsement } : {}), at } as const
  return [{ type: 'AuditKeyIntroduced', data }]
}

export const auditKeys: Aggregate<AuditKeys, AuditKeyCommand, AuditKeyEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
