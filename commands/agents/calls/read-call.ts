import { z } from 'zod'
import { costOf, type Call } from '../../../domain/agents/calls/call-state.ts'
import { AttemptFailure } from '../../../domain/agents/calls/call-events.ts'
import { llmCall } from '../../../domain/agents/calls/call.ts'
import { TemplateName } from '../../../domain/agents/prompts/prompt.ts'
import { RouteId } from '../../../domain/agents/routing/route.ts'
import { Money, money } from '../../../domain/shared/money.ts'
import { Id, Instant } from '../../../domain/shared/values.ts'
import { notFound } from '../../shared/change.ts'
import type { CommandContext } from '../../shared/context.ts'
import { actsFor } from '../../shared/isolation.ts'
import { AnswerText } from './answer-text.ts'
import { readAggregate, type ReadOutcome } from '../../shared/read.ts'
import type { Services } from '../../shared/services.ts'

export const CallView = z.strictObject({
  callId: Id,
  budgetId: Id.exactOptional(),
  kind: z.enum(['CHAT', 'EMBEDDING']),
  template: TemplateName,
  version: z.int(),
  status: z.enum(['OPEN', 'COMPLETED', 'CACHED', 'REFUSED']),
  requestedAt: Instant,
  /** Absent while there is none, and once the organisation’s key is gone. */
  text: AnswerText.exactOptional(),
  code: z.string().max(100).exactOptional(),
  detail: z.string().max(2000).exactOptional(),
  attempts: z
    .array(
      z.strictObject({
        attemptId: Id,
        routeId: RouteId,
        status: z.enum(['STARTED', 'SUCCEEDED', 'FAILED']),
        reason: AttemptFailure.exactOptional(),
        /** Asked again because the answer before did not have its form. */
        repairs: z.boolean(),
        maximum: Money,
        cost: Money.exactOptional(),
      }),
    )
    .max(1000),
  cost: Money.exactOptional(),
})
export type CallView = z.output<typeof CallView>
type Known = Exclude<Call, { status: 'ABSENT' }>

/** A call of the caller's organisation as it is on record, its answer in clear. */
export const readCall = async (
  services: Services,
  context: CommandContext,
  callId: string,
): Promise<ReadOutcome<CallView>> => {
  const outcome = await readAggregate(
    ...([services, context, 'agents:read', llmCall, callId] as const),
    (state): Known | ReturnType<typeof notFound> =>
      state.status !== 'ABSENT' && actsFor(context, state.organisation) ? state : notFound('call'),
  )
  if (outcome.kind === 'failed') return outcome
  const { view: call, ...rest } = outcome
  const sealed = sealedAnswer(call)
  const text = sealed === undefined ? undefined : await services.vault.open(sealed)
  return { ...rest, view: { ...shown(call), ...(text === undefined ? {} : { text }) } }
}

const sealedAnswer = (call: Known): string | undefined => {
  if (call.status === 'CACHED') return call.answer
  if (call.status !== 'COMPLETED') return undefined
  const attempt = call.attempts.find(({ attemptId }) => attemptId === call.attemptId)
  return attempt?.status === 'SUCCEEDED' ? attempt.answer : undefined
}

const shown = (call: Known): CallView => {
  const { callId, budgetId, kind, template, version, status, requestedAt, attempts } = call
  const asset = attempts.at(-1)?.asset
  return {
    ...{ callId, kind, template, version, status, requestedAt },
    ...(budgetId === undefined ? {} : { budgetId }),
    ...(call.status === 'REFUSED' ? { code: call.code, detail: call.detail } : {}),
    attempts: attempts.map((attempt) => ({
      attemptId: attempt.attemptId,
      routeId: attempt.routeId,
      status: attempt.status,
      ...(attempt.status === 'FAILED' ? { reason: attempt.reason } : {}),
      repairs: attempt.repairs,
      maximum: money(attempt.maximum, attempt.asset),
      ...('cost' in attempt ? { cost: money(attempt.cost, attempt.asset) } : {}),
    })),
    ...(asset === undefined ? {} : { cost: money(costOf(call), asset) }),
  }
}
