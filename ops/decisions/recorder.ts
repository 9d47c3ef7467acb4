import type { DecisionListener, TakenDecision } from '../../commands/shared/decision.ts'
import { aggregates } from '../../domain/aggregates.ts'
import { schemaOf } from '../../domain/events.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import {
  categoryOf,
  type RecordedDecision,
  type RecordedLogEvent,
  type Recording,
} from './recording.ts'

/** Saga instances decide again from the log alone; their decisions need no record of their own. */
const byAggregates: ReadonlySet<string> = new Set(aggregates.map(({ category }) => category))

/** Keeps every decision of an aggregate that is taken while a workload runs. */
export type DecisionRecorder = {
  readonly listen: DecisionListener
  /** What was decided so far, together with the log that came of it. */
  readonly with: (log: readonly RecordedEvent[]) => Recording
}

/** An event of the log in a recording's form. */
export const logEvent = (event: RecordedEvent): RecordedLogEvent => {
  const { stream, revision, id, type, data, metadata } = event
  const { schema, commandId, occurredAt: at } = metadata
  return {
    line: 'event',
    stream,
    revision: Number(revision),
    id,
    type,
    schema,
    data,
    commandId,
    at,
  }
}

const inTodaysForm = ({ type, data }: DomainEvent) => ({ type, schema: schemaOf(type), data })

const decisionLine = (taken: TakenDecision): RecordedDecision => {
  const { stream, revision, brought, actor, commandId, inputHash, now, command, decision } = taken
  const outcome = isRejection(decision)
    ? { rejected: decision.rejected }
    : { events: decision.map(inTodaysForm) }
  return {
    line: 'decision',
    stream,
    revision: Number(revision),
    ...(brought.length === 0 ? {} : { brought: brought.map(inTodaysForm) }),
    actor,
    commandId,
    inputHash,
    now,
    command,
    outcome,
  }
}

export const createRecorder = (): DecisionRecorder => {
  const decisions: RecordedDecision[] = []
  return {
    listen: (taken) => {
      if (byAggregates.has(categoryOf(taken.stream))) decisions.push(decisionLine(taken))
    },
    with: (log) => ({ events: log.map(logEvent), decisions: [...decisions] }),
  }
}
