import { z } from 'zod'
import { redact } from '../../../domain/agents/calls/redact.ts'
import type { ModelPolicy } from '../../../domain/agents/routing/policy.ts'
import type { Money } from '../../../domain/shared/money.ts'
import { SubjectErased } from '../../../platform/vault/vault.ts'
import type { CommandContext } from '../../shared/context.ts'
import type { Services } from '../../shared/services.ts'
import { begin } from './begin.ts'
import { throughChain, type Question } from './chain.ts'
import { finishLeftBehind } from './left-behind.ts'
import { refused } from './outcome.ts'
import { recordedOutcome, type Recorded } from './recorded.ts'
import { CallUndecided, type Run } from './run.ts'

const askAgainMs = 500
/** What one call may embed: its vectors stand in one event. */
export const mostTexts = 32

export type EmbeddingWish = {
  readonly callId: string
  readonly organisation: string
  readonly context: CommandContext
  /** Without one it is metered as usage. */
  readonly budgetId?: string
  readonly texts: readonly string[]
  readonly policy: ModelPolicy
}
export type EmbeddingOutcomeOf =
  | {
      readonly kind: 'embedded'
      readonly callId: string
      /** In the order of the texts. */
      readonly vectors: readonly (readonly number[])[]
      readonly routeId: string
      readonly cost: Money
    }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'unavailable'; readonly retryAfterMs: number }

const Vectors = z.array(z.string())

/** As they are recorded: 32-bit floats, little-endian, base64. */
const written = (vectors: readonly (readonly number[])[]): string =>
  JSON.stringify(
    vectors.map((vector) => Buffer.from(Float32Array.from(vector).buffer).toString('base64')),
  )

const readVectors = (text: string): readonly (readonly number[])[] =>
  Vectors.parse(JSON.parse(text)).map((each) => {
    const bytes = Buffer.from(each, 'base64')
    return Array.from({ length: bytes.length / 4 }, (_, index) => bytes.readFloatLE(index * 4))
  })

/** Vectors of texts by a model for it: recorded as a call like any other. At most 32 texts at a time. */
export const embed = async (
  services: Services,
  wish: EmbeddingWish,
): Promise<EmbeddingOutcomeOf> => {
  const { callId, organisation, context, budgetId, policy } = wish
  if (wish.texts.length === 0 || wish.texts.length > mostTexts)
    return refused('INVALID_INPUT', `One to ${mostTexts} texts are embedded at a time.`)
  const texts = z.array(z.string()).parse(redact(wish.texts))
  const run: Run = {
    ...{ services, context, callId, organisation, kind: 'EMBEDDING', version: 1, policy },
    ...{ template: 'embed.texts', variables: texts, maxOutputTokens: 0, cache: 'NONE' },
    ...(budgetId === undefined ? {} : { budgetId }),
  }
  try {
    const outcome = await answered(run, texts)
    if (outcome.kind !== 'completed') return outcome
    const { routeId, cost } = outcome
    return { kind: 'embedded', callId, vectors: readVectors(outcome.text), routeId, cost }
  } catch (error) {
    if (error instanceof CallUndecided) return { kind: 'unavailable', retryAfterMs: askAgainMs }
    if (error instanceof SubjectErased) return refused('NOT_FOUND', 'This organisation was closed.')
    throw error
  }
}

const answered = async (run: Run, texts: readonly string[]): Promise<Recorded> => {
  const begun = await begin(run)
  if ('outcome' in begun) return begun.outcome
  const found = await finishLeftBehind(run, begun.call)
  if ('retryAfterMs' in found) return { kind: 'unavailable', ...found }
  const { call } = found
  if (call.status === 'ABSENT') throw new Error(`call ${run.callId} is not there`)
  if (call.status !== 'OPEN') return recordedOutcome(run, call)
  const ended = await throughChain(run, begun.assetCode, questionOf(run, texts))
  if ('retryAfterMs' in ended) return { kind: 'unavailable', retryAfterMs: ended.retryAfterMs }
  return ended.call.status === 'OPEN'
    ? { kind: 'unavailable', retryAfterMs: askAgainMs }
    : recordedOutcome(run, ended.call)
}

const questionOf = ({ services }: Run, inputs: readonly string[]): Question => ({
  tokensIn: ({ provider, model }) =>
    inputs.reduce(
      (sum, text) => sum + (services.llm.provider(provider)?.countTokens(model, text) ?? 0),
      0,
    ),
  asking: ({ model }, provider) => ({
    maxTokensIn: inputs.reduce((sum, text) => sum + provider.countTokens(model, text), 0),
    repairs: false,
    perform: async (requestId, signal) => {
      const began = performance.now()
      const outcome = await provider.embed({ requestId, model, inputs, signal })
      if (outcome.kind === 'failed') return outcome
      return {
        kind: 'completed',
        text: written(outcome.vectors),
        finish: 'STOP',
        usage: outcome.usage,
        timeToFirstTokenMs: performance.now() - began,
        accepted: outcome.vectors.length === inputs.length,
      }
    },
  }),
  repaired: () => undefined,
})
