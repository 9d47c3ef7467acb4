import { definitions, type SagaEvent } from '../../domain/shared/saga-events.ts'
import { exhausted } from '../../domain/shared/values.ts'
import { existing, projectionOf, type Projected } from '../shared/projection.ts'
import type { RowWrite } from '../shared/rows.ts'
import type { ParkedLetter, PendingTimer, SagaInstanceRow, TimerRow } from './tables.ts'

/** What every instance waits for, and the index of its timers. */
export const sagaInstances = projectionOf({
  name: 'saga-instances',
  definitions,
  touches: ({ stream, revision }) => [
    { table: 'saga_instances', key: { stream }, isNew: revision === 0n },
  ],
  apply: (event, rows) => {
    const { stream, revision, position, created } = event
    const known = rows.get('saga_instances', { stream })
    const before = revision === 0n ? begun(event) : existing(known, event)
    const { row, timers } = changesOf(before, event)
    const to = { ...row, updated_at: created, revision, position }
    if (revision === 0n)
      return [{ do: 'put', table: 'saga_instances', row: { ...before, ...to } }, ...timers]
    return [{ do: 'change', table: 'saga_instances', key: { stream }, to }, ...timers]
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
  version: 1,
  parked: {},
  parked_count: 0,
  stuck: {},
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
    case 'SagaBegan':
    case 'SagaMigrated':
      return { row: { version: event.data.version }, timers: [] }
    case 'SagaInputReceived':
      return { row: moved(before, event.data.inputId), timers: [] }
    case 'SagaEffectRequested': {
      const { effectId, kind } = event.data
      return { row: waitingFor({ ...before.outstanding, [effectId]: kind }), timers: [] }
    }
    case 'SagaEffectSucceeded':
    case 'SagaEffectRefused':
    case 'SagaEffectUnknown':
    case 'SagaEffectAbandoned': {
      const { effectId } = event.data
      const row = { ...moved(before, effectId), ...answered(before, effectId) }
      return { row, timers: [] }
    }
    case 'SagaCompensationBegan':
      return { row: {}, timers: [] }
    case 'SagaEffectParked': {
      const { effectId, kind, attempts, code, detail } = event.data
      const parked = {
        what: 'EFFECT',
        name: kind,
        code,
        detail,
        attempts,
        ...since(event),
      } as const
      const row = { ...parkedWith(before, effectId, parked), ...answered(before, effectId) }
      return { row, timers: [] }
    }
    case 'SagaEffectRedriven': {
      const { effectId, kind } = event.data
      const outstanding = waitingFor({ ...before.outstanding, [effectId]: kind })
      return { row: { ...unparked(before, effectId), ...outstanding }, timers: [] }
    }
    case 'SagaMessageParked':
      return lined(before, event)
    case 'SagaMessageSkipped':
      return { row: unparked(before, event.data.messageId), timers: [] }
    case 'SagaStuck': {
      const { reason, at } = event.data
      return { row: { stuck: { ...before.stuck, [reason]: at } }, timers: [] }
    }
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

/** It waits for nothing no longer, and what it was told stands in line no longer. */
const moved = (before: SagaInstanceRow, messageId: string): Partial<SagaInstanceRow> => ({
  stuck: without(before.stuck, 'WAITS_FOR_NOTHING'),
  ...unparked(before, messageId),
})

const parkedWith = (
  { parked }: SagaInstanceRow,
  id: string,
  letter: ParkedLetter,
): Partial<SagaInstanceRow> => withParked({ ...parked, [id]: letter })

const unparked = ({ parked }: SagaInstanceRow, id: string): Partial<SagaInstanceRow> =>
  withParked(without(parked, id))

const withParked = (parked: SagaInstanceRow['parked']): Partial<SagaInstanceRow> => ({
  parked,
  parked_count: Object.keys(parked).length,
})

const since = ({ created, revision }: Projected): Pick<ParkedLetter, 'since' | 'revision'> => ({
  since: created.toISOString(),
  revision: revision.toString(),
})

/** A message in line: a timer in it has fired, an outcome in it has come. */
const lined = (
  before: SagaInstanceRow,
  event: Extract<Projected<SagaEvent>, { type: 'SagaMessageParked' }>,
): Changes => {
  const { message, code, detail } = event.data
  const letter = { code, detail, ...since(event) }
  switch (message.type) {
    case 'input': {
      const { inputId, source } = message
      const name = `${source.revision}@${source.stream}`
      return { row: parkedWith(before, inputId, { what: 'INPUT', name, ...letter }), timers: [] }
    }
    case 'timer': {
      const { timerId, name } = message
      const { row, timers } = firing(before, event, name, timerId, 'FIRED')
      const parked = parkedWith(before, timerId, { what: 'TIMER', name, ...letter })
      return { row: { ...row, ...parked }, timers }
    }
    default: {
      const { effectId, kind: name } = message
      const parked = parkedWith(before, effectId, { what: 'OUTCOME', name, ...letter })
      return { row: { ...parked, ...answered(before, effectId) }, timers: [] }
    }
  }
}

const answered = (before: SagaInstanceRow, effectId: string): Partial<SagaInstanceRow> =>
  waitingFor(without(before.outstanding, effectId))

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
  const { row, timers } = firing(before, event, name, timerId, state)
  return { row: { ...row, ...moved(before, timerId) }, timers }
}

const firing = (
  before: SagaInstanceRow,
  event: Projected<SagaEvent>,
  name: string,
  timerId: string,
  state: TimerRow['state'],
): Changes => {
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
