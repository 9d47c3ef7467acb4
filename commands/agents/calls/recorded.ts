import { fineScale } from '../../../domain/agents/budgets/fine.ts'
import { costOf, type Call } from '../../../domain/agents/calls/call-state.ts'
import { money } from '../../../domain/shared/money.ts'
import { refused, usageOf, type CallOutcome } from './outcome.ts'
import type { Run } from './run.ts'

type Ended = Exclude<Call, { status: 'ABSENT' | 'OPEN' }>
export type Recorded =
  | Exclude<CallOutcome<never>, { kind: 'completed' }>
  | Omit<Extract<CallOutcome, { kind: 'completed' }>, 'answer'>

/** What a call that has ended is answered, now and for ever; no provider is asked. */
export const recordedOutcome = async ({ services }: Run, call: Ended): Promise<Recorded> => {
  if (call.status === 'REFUSED') return refused(call.code, call.detail)
  const answer = answerOf(call)
  const text = await services.vault.open(answer.sealed)
  if (text === undefined) return refused('NOT_FOUND', 'This organisation was closed.')
  const asset = call.attempts.at(-1)?.asset ?? `USD/${fineScale}`
  return {
    kind: 'completed',
    callId: call.callId,
    text,
    usage: usageOf(call),
    cost: money(costOf(call), asset),
    routeId: answer.routeId,
    cached: call.status === 'CACHED',
  }
}

const answerOf = (
  call: Exclude<Ended, { status: 'REFUSED' }>,
): { readonly sealed: string; readonly routeId: string } => {
  if (call.status === 'CACHED') return { sealed: call.answer, routeId: call.routeId }
  const attempt = call.attempts.find(({ attemptId }) => attemptId === call.attemptId)
  if (attempt?.status !== 'SUCCEEDED')
    throw new Error(`call ${call.callId} was completed by no attempt`)
  return { sealed: attempt.answer, routeId: attempt.routeId }
}
