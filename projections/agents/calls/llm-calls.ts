import { definitions, type CallEvent } from '../../../domain/agents/calls/call-events.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import { existing, projectionOf, type Projected } from '../../shared/projection.ts'
import type { RowRef, RowWrite } from '../../shared/rows.ts'
import type { LlmAttemptRow, LlmCallRow } from './tables.ts'

/** Calls with their attempts. What was asked and answered stays sealed in the log. */
export const llmCalls = projectionOf({
  name: 'llm-calls',
  definitions,
  touches: (event): readonly RowRef[] => {
    const isNew = event.type === 'LlmCallRequested'
    const call: RowRef = { table: 'llm_calls', key: { call_id: event.data.callId }, isNew }
    if (!isOfAttempt(event)) return [call]
    const attempt_id = event.data.attemptId
    const begins = event.type === 'LlmAttemptStarted'
    return [call, { table: 'llm_attempts', key: { attempt_id }, isNew: begins }]
  },
  apply: (event, rows): readonly RowWrite[] => {
    const { revision, position } = event
    if (event.type === 'LlmCallRequested')
      return [{ do: 'put', table: 'llm_calls', row: requested(event) }]
    const before = existing(rows.get('llm_calls', { call_id: event.data.callId }), event)
    const row = { ...changed(before, event), revision, position }
    const call: RowWrite = { do: 'put', table: 'llm_calls', row }
    if (!isOfAttempt(event)) return [call]
    const { attemptId: attempt_id } = event.data
    const attempt =
      event.type === 'LlmAttemptStarted'
        ? started(event)
        : ended(existing(rows.get('llm_attempts', { attempt_id }), event), event)
    return [call, { do: 'put', table: 'llm_attempts', row: { ...attempt, position } }]
  },
})

type Of<Type extends CallEvent['type']> = Projected<Extract<CallEvent, { type: Type }>>
type AttemptEvent = Of<'LlmAttemptStarted'> | Of<'LlmAttemptSucceeded'> | Of<'LlmAttemptFailed'>

const isOfAttempt = (event: Projected<CallEvent>): event is AttemptEvent =>
  event.type.startsWith('LlmAttempt')

const requested = ({ data, revision, position }: Of<'LlmCallRequested'>): LlmCallRow => ({
  call_id: data.callId,
  organisation: data.organisation,
  budget_id: data.budgetId ?? null,
  kind: data.kind,
  template: data.template,
  version: data.version,
  status: 'OPEN',
  route_id: null,
  attempts: 0,
  tokens_in: 0n,
  tokens_out: 0n,
  cost: '0',
  asset: null,
  code: null,
  requested_at: new Date(data.at),
  ended_at: null,
  created_position: position,
  revision,
  position,
})

const changed = (
  row: LlmCallRow,
  { type, data }: Exclude<CallEvent, { type: 'LlmCallRequested' }>,
): LlmCallRow => {
  switch (type) {
    case 'LlmAttemptStarted':
      return { ...row, attempts: data.number, asset: data.asset }
    case 'LlmAttemptSucceeded':
      return {
        ...row,
        tokens_in: row.tokens_in + BigInt(data.tokensIn),
        tokens_out: row.tokens_out + BigInt(data.tokensOut),
        cost: (BigInt(row.cost) + BigInt(data.cost)).toString(),
      }
    case 'LlmAttemptFailed':
      return { ...row, cost: (BigInt(row.cost) + BigInt(data.cost)).toString() }
    case 'LlmCallCompleted':
      return { ...row, status: 'COMPLETED', route_id: data.routeId, ended_at: new Date(data.at) }
    case 'LlmCallAnsweredFromCache':
      return { ...row, status: 'CACHED', route_id: data.routeId, ended_at: new Date(data.at) }
    case 'LlmCallRefused':
      return { ...row, status: 'REFUSED', code: data.code, ended_at: new Date(data.at) }
    default:
      return exhausted(type)
  }
}

const started = ({ data, position }: Of<'LlmAttemptStarted'>): LlmAttemptRow => ({
  attempt_id: data.attemptId,
  call_id: data.callId,
  number: data.number,
  route_id: data.routeId,
  provider: data.provider,
  status: 'STARTED',
  reason: null,
  repairs: data.repairs,
  accepted: null,
  maximum: data.maximum,
  cost: null,
  asset: data.asset,
  tokens_in: null,
  tokens_out: null,
  latency_ms: null,
  first_token_ms: null,
  started_at: new Date(data.at),
  ended_at: null,
  created_position: position,
  position,
})

const ended = (
  row: LlmAttemptRow,
  { type, data }: Of<'LlmAttemptSucceeded'> | Of<'LlmAttemptFailed'>,
): LlmAttemptRow => {
  const end = { cost: data.cost, latency_ms: data.latencyMs, ended_at: new Date(data.at) }
  return type === 'LlmAttemptFailed'
    ? { ...row, ...end, status: 'FAILED', reason: data.reason }
    : {
        ...row,
        ...end,
        status: 'SUCCEEDED',
        accepted: data.accepted,
        tokens_in: BigInt(data.tokensIn),
        tokens_out: BigInt(data.tokensOut),
        first_token_ms: data.timeToFirstTokenMs,
      }
}
