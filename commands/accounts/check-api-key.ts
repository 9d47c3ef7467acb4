import { z } from 'zod'
import { Scope } from '../../domain/accounts/roles.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import { readApiKey } from '../../platform/auth/api-key.ts'
import { streamOf } from '../../domain/shared/decider.ts'
import { apiKey } from '../../domain/accounts/api-key.ts'
import { actsFor } from '../shared/isolation.ts'
import type { Changed } from '../shared/changed.ts'
import { defineCommand, type Completed } from '../shared/definition.ts'
import type { CommandTools } from '../shared/tools.ts'
import { spendUses, usesLeft } from './spend-uses.ts'
import { verifyApiKey, type ApiKeyVerification } from './verify-api-key.ts'

export const KeyVerdict = z.enum([
  'VALID',
  'NOT_FOUND',
  'FORBIDDEN',
  'INSUFFICIENT_PERMISSIONS',
  'USAGE_EXCEEDED',
  'RATE_LIMITED',
  'DISABLED',
  'EXPIRED',
])
export type KeyVerdict = z.output<typeof KeyVerdict>

export type KeyCheck = {
  readonly code: KeyVerdict
  readonly keyId?: string
  readonly name?: string
  readonly scopes?: readonly string[]
  readonly expiresAt?: string
  /** Uses left in the period, and when it ends. */
  readonly remaining?: number
  readonly refillsAt?: string
  /** Seconds until the rate allows so much again. */
  readonly retryAfter?: number
}

type Verified = Extract<ApiKeyVerification, { readonly key: unknown }>

/**
 * What a service of the key's owner asks when somebody shows it a key: may they, and is there something left? It counts
 * like a request of the key, `cost` uses at once; a cost of 0 only looks. Keys of others are not there.
 */
export const checkApiKey = defineCommand({
  name: 'accounts.check-api-key',
  input: z.strictObject({
    key: z.string().min(1).max(200),
    scopes: z.array(Scope).max(Scope.options.length).default([]),
    cost: z.int().min(0).max(10_000).default(1),
  }),
  scope: 'accounts:write',
  run: async ({ key: text, scopes, cost }, tools) => {
    const found = await verifyApiKey(tools.services, text)
    const nowhere = { code: 'NOT_FOUND' } as const
    if (!('key' in found)) return standing(tools, '', nowhere)
    const keyId = readApiKey(text)?.keyId ?? ''
    if (!actsFor(tools.context, found.key.organisationId)) return standing(tools, '', nowhere)
    const price = tools.context.validateOnly === true ? 0 : cost
    const check = await verdictOf(tools, found, scopes, price)
    if (!('verdict' in check)) return check
    const { name, expiresAt } = found.key
    const held = found.kind === 'VALID' ? found.principal.scopes : found.key.scopes
    const { verdict, ...rest } = check
    return standing(tools, keyId, { code: verdict, keyId, name, scopes: held, expiresAt, ...rest })
  },
})

type Verdict = { readonly verdict: KeyVerdict } & Pick<
  KeyCheck,
  'remaining' | 'refillsAt' | 'retryAfter'
>

const verdictOf = async (
  { services }: CommandTools,
  found: Verified,
  scopes: readonly string[],
  cost: number,
): Promise<Verdict | Failure> => {
  if (found.kind !== 'VALID') return { verdict: found.kind }
  const { limits, scopes: held } = found.principal
  if (scopes.some((scope) => !held.includes(scope))) return { verdict: 'INSUFFICIENT_PERMISSIONS' }
  if (limits === undefined) return { verdict: 'VALID' }
  const { meterId, rate, quota } = limits
  if (rate !== undefined && cost > 0) {
    const bucket = { size: rate.requests, fillsInMs: rate.perSeconds * 1000 }
    const { taken, waitMs } = await services.keyMeter.takeTokens(meterId, bucket, 1)
    if (!taken) return { verdict: 'RATE_LIMITED', retryAfter: Math.ceil(waitMs / 1000) }
  }
  if (quota === undefined) return { verdict: 'VALID' }
  const refused = await spendUses(services, meterId, quota, cost)
  if (refused !== undefined && refused.code !== 'USAGE_EXCEEDED') return refused
  const { left, period } = await usesLeft(services, meterId, quota)
  const isOut = refused !== undefined || (cost === 0 && left === 0)
  return {
    verdict: isOut ? 'USAGE_EXCEEDED' : 'VALID',
    remaining: left,
    ...(period.endsAt === undefined ? {} : { refillsAt: period.endsAt }),
  }
}

/** Where the key itself stands in the log; of a key that is not there, nothing is told. */
const standing = async (
  tools: CommandTools,
  keyId: string,
  answer: KeyCheck,
): Promise<Completed<KeyCheck>> => {
  const { revision, position } =
    keyId === '' ? { revision: 0n, position: 0n } : await tools.load(apiKey, keyId)
  const stream = streamOf(apiKey, keyId === '' ? 'none' : keyId)
  const changed: Changed = { stream, revision, position, replayed: false, events: [] }
  return { answer, changed }
}
