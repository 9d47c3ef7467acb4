import { exhausted } from '../../shared/values.ts'
import type { CallEvent } from './call-events.ts'
import type { Attempt, Call, CallFacts } from './call-state.ts'

export const evolve = (state: Call, { type, data }: CallEvent): Call => {
  if (type === 'LlmCallRequested') {
    const { callId, organisation, kind, template, version, wish, maxOutputTokens, cache } = data
    return {
      ...{ status: 'OPEN', callId, organisation, kind, template, version, wish },
      ...{ maxOutputTokens, cache, requestedAt: data.at, attempts: [] },
      ...(data.budgetId === undefined ? {} : { budgetId: data.budgetId }),
    }
  }
  if (state.status !== 'OPEN') return state
  switch (type) {
    case 'LlmAttemptStarted': {
      const { attemptId, routeId, provider, repairs, asset, deadline, at } = data
      const maximum = BigInt(data.maximum)
      const of = { attemptId, routeId, provider, repairs, maximum, asset, deadline, startedAt: at }
      return { ...state, attempts: [...state.attempts, { ...of, status: 'STARTED' }] }
    }
    case 'LlmAttemptSucceeded': {
      const { answer, finish, tokensIn, tokensOut, accepted } = data
      const cost = BigInt(data.cost)
      return ended(state, data.attemptId, (attempt) => ({
        ...attempt,
        ...{ status: 'SUCCEEDED', answer, finish, tokensIn, tokensOut, accepted, cost },
      }))
    }
    case 'LlmAttemptFailed': {
      const { reason } = data
      const cost = BigInt(data.cost)
      return ended(state, data.attemptId, (attempt) => ({
        ...attempt,
        ...{ status: 'FAILED', reason, cost },
      }))
    }
    case 'LlmCallCompleted':
      return { ...state, status: 'COMPLETED', attemptId: data.attemptId }
    case 'LlmCallAnsweredFromCache': {
      const { answer, routeId, sourceCallId } = data
      return { ...state, status: 'CACHED', answer, routeId, sourceCallId }
    }
    case 'LlmCallRefused':
      return { ...state, status: 'REFUSED', code: data.code, detail: data.detail }
    default:
      return exhausted(type)
  }
}

const ended = (
  state: CallFacts & { readonly status: 'OPEN' },
  attemptId: string,
  end: (attempt: Attempt) => Attempt,
): Call => ({
  ...state,
  attempts: state.attempts.map((attempt) =>
    attempt.attemptId === attemptId ? end(attempt) : attempt,
  ),
})
