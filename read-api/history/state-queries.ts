import type { Change } from '../../platform/history/differences.ts'
import type { StreamMoment } from '../../platform/history/moment.ts'
import {
  isFault,
  type Fault,
  type Passed,
  type StateAt,
  type StateDifference,
} from '../../platform/history/port.ts'
import { failureError, queryError } from '../errors/query-error.ts'
import { builder } from '../schema/builder.ts'
import { requireOperator } from '../view/caller.ts'
import { changesCost, insideLog } from './as-of.ts'
import type { View } from '../view/view.ts'

const Moment = builder.inputType('Moment', {
  description: 'A moment of a stream, by one of the three.',
  fields: (t) => ({
    revision: t.string({ description: 'After the event with this revision, a decimal.' }),
    position: t.field({
      type: 'Position',
      description: 'After its last event up to this position of the log.',
    }),
    time: t.field({
      type: 'DateTime',
      description: 'After its last event that the log had recorded by then.',
    }),
  }),
})

type MomentInput = {
  readonly revision?: string | null | undefined
  readonly position?: bigint | null | undefined
  readonly time?: Date | null | undefined
}

const momentIn = async (
  view: View,
  { revision, position, time }: MomentInput,
): Promise<StreamMoment> => {
  const given = [revision, position, time].filter((one) => one != null)
  if (given.length === 1) {
    if (revision != null && /^\d{1,18}$/.test(revision))
      return { kind: 'revision', revision: BigInt(revision) }
    if (position != null) return insideLog(view, { kind: 'position', position })
    if (time != null) return insideLog(view, { kind: 'time', time })
  }
  throw queryError('QUERY_INVALID', 'A moment is a revision, a position or a time: give one.')
}

const found = <Found extends object>(answer: Found | Fault): Found => {
  if (isFault(answer)) throw failureError(answer)
  return answer
}

const jsonOrNull = (value: unknown): string | null =>
  value === undefined ? null : JSON.stringify(value)

export const FieldChange = builder.objectRef<Change>('FieldChange').implement({
  description: 'One place in which two moments differ.',
  fields: (t) => ({
    pointer: t.exposeString('pointer', { description: 'Where, as a JSON pointer.' }),
    before: t.string({
      nullable: true,
      description: 'What stood there, as JSON text; null when nothing did.',
      resolve: ({ before }) => jsonOrNull(before),
    }),
    after: t.string({
      nullable: true,
      description: 'What stands there, as JSON text; null when nothing does.',
      resolve: ({ after }) => jsonOrNull(after),
    }),
  }),
})

type Event = Passed & { readonly changed?: readonly string[] }

export const PassedEvent = builder.objectRef<Event>('PassedEvent').implement({
  description: 'An event between two moments, without its data.',
  fields: (t) => ({
    eventId: t.exposeID('eventId', { description: 'Its id.' }),
    type: t.exposeString('type', { description: 'Its type.' }),
    stream: t.exposeString('stream', { description: 'The stream it is in.' }),
    revision: t.string({
      description: 'Its number in the stream, from 0.',
      resolve: ({ revision }) => revision.toString(),
    }),
    position: t.expose('position', { type: 'Position', description: 'Its position of the log.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When the log recorded it.' }),
    changed: t.stringList({
      nullable: true,
      description: 'JSON pointers of what it changed in the state; null where rows are compared.',
      resolve: ({ changed }) => (changed === undefined ? null : [...changed]),
    }),
  }),
})

const AggregateState = builder.objectRef<StateAt>('AggregateState').implement({
  description: 'What an aggregate, or an instance of a saga, was: folded by the code of today.',
  fields: (t) => ({
    stream: t.exposeString('stream', { description: 'Its stream.' }),
    revision: t.string({
      description: 'Of the last event that is folded; counts across the books of a wallet.',
      resolve: ({ revision }) => revision.toString(),
    }),
    last: t.expose('last', { type: PassedEvent, description: 'The last event that is folded.' }),
    state: t.field({
      type: 'JSONObject',
      description: 'The state. Sealed texts stay sealed.',
      resolve: ({ state }) =>
        typeof state === 'object' && state !== null ? { ...state } : { state },
    }),
  }),
})

const AggregateDifference = builder.objectRef<StateDifference>('AggregateDifference').implement({
  description: 'How an aggregate differs between two moments.',
  fields: (t) => ({
    from: t.expose('from', { type: AggregateState, description: 'Before.' }),
    to: t.expose('to', { type: AggregateState, description: 'After.' }),
    changes: t.expose('changes', { type: [FieldChange], description: 'What differs.' }),
    events: t.field({
      type: [PassedEvent],
      description: 'The events that did it, in order.',
      resolve: ({ events }) => events,
    }),
  }),
})

const stream = (description = 'Such as "job-<id>".') => ({ required: true, description }) as const

builder.queryFields((t) => ({
  stateAt: t.field({
    type: AggregateState,
    description: 'The state of a stream’s aggregate at a moment; for operators.',
    args: {
      stream: t.arg.string(stream()),
      at: t.arg({ type: Moment, description: 'When; now when absent.' }),
    },
    complexity: changesCost / 2,
    resolve: async (_, { stream, at }, { view }) => {
      requireOperator(view.caller)
      const now = { kind: 'time', time: view.clock.now() } as const
      return found(await view.history.stateAt(stream, at == null ? now : await momentIn(view, at)))
    },
  }),
  stateDiff: t.field({
    type: AggregateDifference,
    description: 'What changed in a stream’s aggregate between two moments; for operators.',
    args: {
      stream: t.arg.string(stream()),
      from: t.arg({ type: Moment, required: true, description: 'From when.' }),
      to: t.arg({ type: Moment, required: true, description: 'To when.' }),
    },
    complexity: changesCost,
    resolve: async (_, { stream, from, to }, { view }) => {
      requireOperator(view.caller)
      const moments = [await momentIn(view, from), await momentIn(view, to)] as const
      return found(await view.history.stateDiff(stream, ...moments))
    },
  }),
}))
