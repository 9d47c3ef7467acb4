import type { CacheUse } from '../../../domain/agents/calls/call-events.ts'
import { redact } from '../../../domain/agents/calls/redact.ts'
import type { LlmMessage, Prompt } from '../../../domain/agents/prompts/prompt.ts'
import type { ModelPolicy } from '../../../domain/agents/routing/policy.ts'
import { Json } from '../../../domain/shared/json.ts'
import { SubjectErased } from '../../../platform/vault/vault.ts'
import type { CommandContext } from '../../shared/context.ts'
import type { Services } from '../../shared/services.ts'
import { readAnswer, repairing, schemaOf } from './answer.ts'
import { begin } from './begin.ts'
import { keep, lookUp } from './caching.ts'
import { throughChain, type Question } from './chain.ts'
import { finishLeftBehind } from './left-behind.ts'
import { refused, type AnswerOf, type CallOutcome } from './outcome.ts'
import { recordedOutcome, type Recorded } from './recorded.ts'
import { CallUndecided, type Run } from './run.ts'

const askAgainMs = 500

export type CompletionWish<Of extends Prompt> = {
  /** Derived from what asks: under the same id the recorded answer is given, for ever, and no provider is called. */
  readonly callId: string
  readonly organisation: string
  readonly context: CommandContext
  readonly budgetId: string
  readonly prompt: Of
  readonly variables: unknown
  readonly maxOutputTokens: number
  readonly policy: ModelPolicy
  readonly cache?: CacheUse
  readonly onText?: (delta: string) => void
  /** A model is asked: what was streamed before this was of an attempt that failed. */
  readonly onAttempt?: (routeId: string) => void
}

/** Has a prompt answered by a model, within a budget, once and for ever under the call's id. */
export const complete = async <Of extends Prompt>(
  services: Services,
  wish: CompletionWish<Of>,
): Promise<CallOutcome<AnswerOf<Of>>> => {
  const { prompt, callId, organisation, context, budgetId, maxOutputTokens, policy } = wish
  const variables = prompt.variables.safeParse(redact(Json.parse(wish.variables)))
  if (!variables.success)
    return refused('INVALID_INPUT', 'The variables do not have the form that the prompt takes.')
  const { template, version } = prompt
  const run: Run = {
    ...{ services, context, callId, organisation, budgetId, kind: 'CHAT', template, version },
    ...{ variables: Json.parse(variables.data), maxOutputTokens, policy },
    cache: wish.cache ?? 'NONE',
  }
  try {
    const outcome = await answered(run, wish)
    if (outcome.kind !== 'completed') return outcome
    const read = readAnswer(prompt, outcome.text)
    if (!read.ok) return refused('MODEL_ANSWER_INVALID', read.why)
    // The prompt's own form has made it.
    return { ...outcome, answer: read.answer as AnswerOf<Of> }
  } catch (error) {
    if (error instanceof CallUndecided) return { kind: 'unavailable', retryAfterMs: askAgainMs }
    if (error instanceof SubjectErased) return refused('NOT_FOUND', 'This organisation was closed.')
    throw error
  }
}

const answered = async (run: Run, wish: CompletionWish<Prompt>): Promise<Recorded> => {
  const begun = await begin(run)
  if ('outcome' in begun) return begun.outcome
  const found = await finishLeftBehind(run, begun.call)
  if ('retryAfterMs' in found) return { kind: 'unavailable', ...found }
  const { call } = found
  if (call.status !== 'OPEN' && call.status !== 'ABSENT') return recordedOutcome(run, call)
  if (call.status === 'ABSENT') throw new Error(`call ${run.callId} is not there`)
  const { prompt } = wish
  let messages = prompt.render(run.variables)
  const last = call.attempts.findLast((attempt) => attempt.status === 'SUCCEEDED')
  if (last !== undefined) {
    const text = await run.services.vault.open(last.answer)
    if (text !== undefined) messages = repaired(prompt, messages, text)
  } else {
    const kept = await lookUp(run, messages, begun.assetCode)
    if (kept !== undefined) return recordedOutcome(run, kept)
  }
  const ended = await throughChain(run, begun.assetCode, questionOf(run, wish, messages))
  if ('retryAfterMs' in ended) return { kind: 'unavailable', retryAfterMs: ended.retryAfterMs }
  const { call: after } = ended
  if (after.status === 'OPEN') return { kind: 'unavailable', retryAfterMs: askAgainMs }
  if (after.status === 'COMPLETED') await keep(run, prompt.render(run.variables), after)
  return recordedOutcome(run, after)
}

const repaired = (prompt: Prompt, messages: readonly LlmMessage[], text: string) => {
  const read = readAnswer(prompt, text)
  return read.ok ? messages : repairing(messages, text, read.why)
}

const questionOf = (
  { services, variables, maxOutputTokens }: Run,
  { prompt, onText, onAttempt }: CompletionWish<Prompt>,
  first: readonly LlmMessage[],
): Question => {
  const responseSchema = schemaOf(prompt)
  const { template, version } = prompt
  let messages = first
  const form = responseSchema === undefined ? {} : { responseSchema }
  return {
    tokensIn: ({ provider, model }) =>
      services.llm.provider(provider)?.maxTokensIn({ model, messages, ...form }) ?? 0,
    asking: ({ routeId, model }, provider) => ({
      maxTokensIn: provider.maxTokensIn({ model, messages, ...form }),
      repairs: messages !== first,
      perform: async (requestId, signal) => {
        onAttempt?.(routeId)
        const request = { requestId, model, messages, maxOutputTokens, ...form, signal }
        const outcome = await provider.complete(
          { ...request, prompt: { template, version, variables } },
          onText,
        )
        return outcome.kind === 'failed'
          ? outcome
          : { ...outcome, accepted: readAnswer(prompt, outcome.text).ok }
      },
    }),
    repaired: (text) => {
      messages = repaired(prompt, first, text)
    },
  }
}
