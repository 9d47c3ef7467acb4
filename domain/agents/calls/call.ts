import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { msOf } from '../../shared/instant.ts'
import { reject } from '../../shared/rejection.ts'
import { exhausted } from '../../shared/values.ts'
import { definitions, type AttemptFailure, type CacheUse, type CallEvent } from './call-events.ts'
import { evolve } from './call-folds.ts'
import { costOf, initial, underWay, type Attempt, type Call } from './call-state.ts'

/**
 * One question to a model, and all that was tried to have it answered. Known by its id for ever: asked again under it, the
 * recorded answer is given and no provider is called.
 */
export const category = 'llmCall'

// Commands.
type Answered = {
  readonly answer: string
  readonly finish: 'STOP' | 'LENGTH' | 'FILTERED'
  readonly tokensIn: number
  readonly tokensOut: number
  readonly cost: bigint
  readonly latencyMs: number
  readonly timeToFirstTokenMs: number
}
export type CallCommand =
  | {
      readonly type: 'RequestCall'
      readonly callId: string
      readonly organisation: string
      readonly budgetId?: string
      readonly kind: 'CHAT' | 'EMBEDDING'
      readonly template: string
      readonly version: number
      readonly variables: string
      readonly wish: string
      readonly maxOutputTokens: number
      readonly cache: CacheUse
    }
  | {
      readonly type: 'StartAttempt'
      readonly attemptId: string
      readonly routeId: string
      readonly provider: string
      readonly repairs: boolean
      readonly maximum: bigint
      readonly asset: string
      readonly deadline: string
    }
  /** Ends the call when the answer is accepted. */
  | ({
      readonly type: 'SucceedAttempt'
      readonly attemptId: string
      readonly accepted: boolean
    } & Answered)
  | {
      readonly type: 'FailAttempt'
      readonly attemptId: string
      readonly reason: Exclude<AttemptFailure, 'LOST'>
      readonly detail: string
      readonly cost: bigint
      readonly latencyMs: number
    }
  /** Ends an attempt that nobody can be waiting for any longer, at what its budget was charged for it. */
  | { readonly type: 'LoseAttempt'; readonly attemptId: string; readonly cost: bigint }
  | {
      readonly type: 'AnswerFromCache'
      readonly answer: string
      readonly routeId: string
      readonly sourceCallId: string
      readonly match: 'EXACT' | 'MEANING'
      readonly similarity: number
    }
  | { readonly type: 'RefuseCall'; readonly code: string; readonly detail: string }

export const decide = (
  command: CallCommand,
  state: Call,
  meta: DecisionMeta,
): Decision<CallEvent> => {
  if (command.type === 'RequestCall') return request(command, state, meta)
  if (state.status === 'ABSENT') return reject('NOT_FOUND', 'There is no such call.')
  const { callId, organisation } = state
  const facts = { callId, organisation, at: meta.now }
  // A call has one end; what comes later changes nothing, and its caller reads the end there is.
  if (state.status !== 'OPEN') return []
  const open = underWay(state)
  const ofAttempt = ({ attemptId, routeId, provider }: Attempt) => ({
    ...facts,
    ...{ attemptId, routeId, provider },
  })
  switch (command.type) {
    case 'StartAttempt': {
      const { type: _, maximum, ...rest } = command
      if (open !== undefined)
        return open.attemptId === command.attemptId
          ? []
          : reject('CALL_UNDER_WAY', 'Another attempt of this call is under way.')
      const number = state.attempts.length + 1
      const data = { ...facts, ...rest, number, maximum: maximum.toString() }
      return [{ type: 'LlmAttemptStarted', data }]
    }
    case 'SucceedAttempt': {
      const { type: _, attemptId, cost, ...rest } = command
      if (open?.attemptId !== attemptId) return []
      const { asset } = open
      const paidBy = state.budgetId === undefined ? 'USAGE' : 'BUDGET'
      const of = { ...ofAttempt(open), ...rest, cost: cost.toString(), asset, paidBy } as const
      const total = (costOf(state) + cost).toString()
      const { routeId } = open
      return [
        { type: 'LlmAttemptSucceeded', data: of },
        ...(rest.accepted
          ? [
              {
                type: 'LlmCallCompleted',
                data: { ...facts, attemptId, routeId, cost: total, asset },
              } as const,
            ]
          : []),
      ]
    }
    case 'FailAttempt': {
      const { type: _, attemptId, cost, ...rest } = command
      if (open?.attemptId !== attemptId) return []
      const { asset } = open
      return [
        {
          type: 'LlmAttemptFailed',
          data: { ...ofAttempt(open), ...rest, cost: cost.toString(), asset },
        },
      ]
    }
    case 'LoseAttempt': {
      if (open?.attemptId !== command.attemptId) return []
      const { asset, startedAt } = open
      const latencyMs = Math.max(0, msOf(meta.now) - msOf(startedAt))
      const cost = command.cost.toString()
      const why = { reason: 'LOST', detail: 'No outcome was recorded in time.' } as const
      const data = { ...ofAttempt(open), ...why, cost, asset, latencyMs }
      return [{ type: 'LlmAttemptFailed', data }]
    }
    case 'AnswerFromCache': {
      const { type: _, ...answer } = command
      if (open !== undefined) return []
      return [{ type: 'LlmCallAnsweredFromCache', data: { ...facts, ...answer } }]
    }
    case 'RefuseCall': {
      const { code, detail } = command
      if (open !== undefined) return []
      return [{ type: 'LlmCallRefused', data: { ...facts, code, detail } }]
    }
    default:
      return exhausted(command)
  }
}

const request = (
  command: Extract<CallCommand, { type: 'RequestCall' }>,
  state: Call,
  meta: DecisionMeta,
): Decision<CallEvent> => {
  if (state.status !== 'ABSENT')
    return state.wish === command.wish && state.organisation === command.organisation
      ? []
      : reject('ALREADY_EXISTS', 'This call was made with another question.')
  const { type: _, ...data } = command
  return [{ type: 'LlmCallRequested', data: { ...data, at: meta.now } }]
}

export const llmCall: Aggregate<Call, CallCommand, CallEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
