import { z } from 'zod'
import { CacheUse } from '../../../domain/agents/calls/call-events.ts'
import { llmCall } from '../../../domain/agents/calls/call.ts'
import { promptOf } from '../../../domain/agents/prompts/registry.ts'
import { TemplateName } from '../../../domain/agents/prompts/prompt.ts'
import { RouteId } from '../../../domain/agents/routing/route.ts'
import { defaultPolicy, ModelPolicy } from '../../../domain/agents/routing/policy.ts'
import { jsonObject } from '../../../domain/shared/json.ts'
import { Money } from '../../../domain/shared/money.ts'
import { reject, type Rejection } from '../../../domain/shared/rejection.ts'
import type { RejectionCode } from '../../../domain/shared/rejection-codes.ts'
import { Id } from '../../../domain/shared/values.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { defineCommand, type Completed } from '../../shared/definition.ts'
import type { CommandTools } from '../../shared/tools.ts'
import { AnswerText } from './answer-text.ts'
import { complete } from './complete.ts'
import type { CallOutcome } from './outcome.ts'

export const AskInput = z.strictObject({
  budgetId: Id,
  /** What the hub renders the question with. */
  template: TemplateName.default('call.text'),
  /** The newest where it is absent. */
  version: z.int().min(1).exactOptional(),
  variables: jsonObject(400_000),
  maxOutputTokens: z.int().min(1).max(100_000).default(1_024),
  policy: ModelPolicy.default(defaultPolicy),
  cache: CacheUse.default('NONE'),
})

export const AskAnswer = z.strictObject({
  callId: Id,
  text: AnswerText,
  usage: z.strictObject({ tokensIn: z.int(), tokensOut: z.int() }),
  /** At scale 10: finer than any wallet counts. */
  cost: Money,
  routeId: RouteId,
  cached: z.boolean(),
})
export type AskAnswer = z.output<typeof AskAnswer>

export type Listening = {
  readonly onText?: (delta: string) => void
  readonly onAttempt?: (routeId: string) => void
}

/** Has a prompt answered by a model, out of a budget of the organisation acted for. */
export const askModelWith = (listening: Listening) =>
  defineCommand({
    name: 'agents.ask-model',
    input: AskInput,
    scope: 'agents:write',
    run: (input, tools) => ask(input, tools, listening),
  })
export const askModel = askModelWith({})

const ask = async (
  { template, version, variables, ...wish }: z.output<typeof AskInput>,
  tools: CommandTools,
  listening: Listening,
): Promise<Completed<AskAnswer> | Rejection | Failure> => {
  const { services, context } = tools
  const { organisation } = context
  if (organisation === undefined) return reject('FORBIDDEN', 'This is done for an organisation.')
  const prompt = promptOf(template, version)
  if (prompt === undefined) return reject('PROMPT_UNKNOWN', `There is no prompt ${template}.`)
  const callId = derivedId(context.commandId, 'llmCall')
  if (context.validateOnly === true)
    return preview(callId, tools, prompt.variables.safeParse(variables).success)
  const outcome = await complete(services, {
    ...{ callId, organisation, context, prompt, variables },
    ...wish,
    ...listening,
  })
  if (outcome.kind !== 'completed') return failed(outcome)
  const { answer: _, kind: __, ...answer } = outcome
  const { revision, position } = await tools.load(llmCall, callId)
  const stream = `${llmCall.category}-${callId}`
  return { answer, changed: { stream, revision, position, replayed: false, events: [] } }
}

/** Nothing is asked of anybody: only whether the question has its form. */
const preview = async (callId: string, { load }: CommandTools, fits: boolean) => {
  if (!fits) return reject('INVALID_INPUT', 'The variables do not have the form of the prompt.')
  const { revision, position } = await load(llmCall, callId)
  const stream = `${llmCall.category}-${callId}`
  const nobody = { text: '', usage: { tokensIn: 0, tokensOut: 0 }, routeId: '', cached: false }
  return {
    answer: { callId, ...nobody, cost: { amount: '0', asset: 'USD/10' } },
    changed: { stream, revision, position, replayed: false, events: [] },
  }
}

/** Reasons that a caller knows from elsewhere; any other is the models' own. */
const known: readonly RejectionCode[] = [
  'NOT_FOUND',
  'INVALID_INPUT',
  'BUDGET_NOT_OPEN',
  'BUDGET_EXCEEDED',
  'NO_MODEL_ROUTE',
  'MODEL_ANSWER_INVALID',
]

const failed = (outcome: Exclude<CallOutcome, { kind: 'completed' }>): Rejection | Failure => {
  if (outcome.kind === 'unavailable')
    return {
      code: 'UNAVAILABLE',
      detail: 'No model answers now. Repeat the request with the same key.',
    }
  const { code, message } = outcome
  if (code === 'ALREADY_EXISTS')
    return {
      code: 'IDEMPOTENCY_KEY_REUSED',
      detail: 'The key was used for the same operation with another input.',
    }
  return reject(known.find((each) => each === code) ?? 'MODEL_FAILED', message)
}
