import { definitions, type SagaEvent } from '../../domain/shared/saga-events.ts'
import { exhausted } from '../../domain/shared/values.ts'
import { existing, projectionOf, type Projected } from '../shared/projection.ts'
import type { RowWrite } from '../shared/rows.ts'
import type { PendingTimer, SagaInstanceRow, TimerRow } from './tables.ts'

/** What every instance waits for, and the index of its timers. */
export const sagaInstances = projectionOf({
  name: 'saga-instances',
  definitions,
  touches: ({ stream }) => [{ table: 'saga_instances', key: { stream } }],
  apply: (event, rows) => {
    const known = rows.get('saga_instances', { stream: event.stream })
    const before = event.revision === 0n ? begun(event) : existing(known, event)
    const { row, timers } = changesOf(before, event)
    const { revision, position, created } = event
    const after = { ...before, ...row, updated_at: created, revision, position }
    return [{ do: 'put', table: 'saga_instances', row: after }, ...timers]
  },
})

const begun = (event: Projected<SagaEvent>): SagaInstanceRow => ({
  stream: event.stream,
  saga: event.data.saga,
  instance: event.data.instance,
  status: 'ACTIVE',
  outcome: null,
  outstanding: {},
  outstanding_count: 0,
  pending_timers: {},
  started_at: event.created,
  updated_at: event.created,
  ended_at: null,
  created_position: event.position,
  revision: event.revision,
  position: event.position,
})

type Changes = {
  readonly row: Partial<SagaInstanceRow>
  readonly timers: readonly RowWrite[]
}

const changesOf = (before: SagaInstanceRow, event: Projected<SagaEvent>): Changes => {
  switch (event.type) {
    case 'SagaInputReceived':
      return { row: {}, timers: [] }
    case 'SagaEffectRequested': {
      const { effectId, kind } = event.data
      return { row: waitingFor({ ...before.outstanding, [effectId]: kind }), timers: [] }
    }
    case 'SagaEffectSucceeded':
    case 'SagaEffectRefused':
    case 'SagaEffectUnknown':
      return { row: waitingFor(without(before.outstanding, event.data.effectId)), timers: [] }
    case 'SagaTimerScheduled': {
      const { name, timerId, dueAt } = event.data
      const timer = { timerId, dueAt }
      // A timer set anew under its name takes the place of the one before.
      const replaced = before.pending_timers[name]
      return {
        row: { pending_timers: { ...before.pending_timers, [name]: timer } },
        timers: [
          ...(replaced === undefined ? [] : [timerWrite(event, name, replaced, 'CANCELLED')]),
          timerWrite(event, name, timer, 'PENDING'),
        ],
      }
    }
    case 'SagaTimerCancelled':
      return timerEnds(before, event, 'CANCELLED')
    case 'SagaTimerFired':
      return timerEnds(before, event, 'FIRED')
    case 'SagaEnded': {
      const { outcome, at } = event.data
      return {
        row: { status: 'ENDED', outcome, ended_at: new Date(at), pending_timers: {} },
        timers: Object.entries(before.pending_timers).map(([name, timer]) =>
          timerWrite(event, name, timer, 'CANCELLED'),
        ),
      }
    }
    default:
      return exhausted(event)
  }
}

const waitingFor = (outstanding: Readonly<Record<string, string>>): Partial<SagaInstanceRow> => ({
  outstanding,
  outstanding_count: Object.keys(outstanding).length,
})

const without = <Value>(
  entries: Readonly<Record<string, Value>>,
  name: string,
): Readonly<Record<string, Value>> =>
  Object.fromEntries(Object.entries(entries).filter(([key]) => key !== name))

type TimerEnd = Extract<Projected<SagaEvent>, { type: 'SagaTimerCancelled' | 'SagaTimerFired' }>

const timerEnds = (before: SagaInstanceRow, event: TimerEnd, state: TimerRow['state']): Changes => {
  const { name, timerId } = event.data
  const pending = before.pending_timers[name]
  if (pending?.timerId !== timerId) return { row: {}, timers: [] }
  return {
    row: { pending_timers: without(before.pending_timers, name) },
    timers: [timerWrite(event, name, pending, state)],
  }
}

const timerWrite = (
  event: Projected<SagaEvent>,
  name: string,
  { timerId, dueAt }: PendingTimer,
  state: TimerRow['state'],
): RowWrite => ({
  do: 'put',
  table: 'timers',
  row: {
    timer_id: timerId,
    saga_stream: event.stream,
    due_at: new Date(dueAt),
    kind: name,
    payload: {},
    state,
    position: event.position,
  },
})
