import type { DecisionListener, TakenDecision } from '../../commands/shared/decision.ts'
import { schemaOf } from '../../domain/events.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import type { RecordedDecision, RecordedLogEvent, Recording } from './recording.ts'

/** Keeps every decision that is taken while a workload runs. */
export type DecisionRecorder = {
  readonly listen: DecisionListener
  /** What was decided so far, together with the log that came of it. */
  readonly with: (log: readonly RecordedEvent[]) => Recording
}

const logEvent = (event: RecordedEvent): RecordedLogEvent => {
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

const decisionLine = (taken: TakenDecision): RecordedDecision => {
  const { stream, revision, actor, commandId, inputHash, now, command, decision } = taken
  const outcome = isRejection(decision)
    ? { rejected: decision.rejected }
    : {
        events: decision.map(({ type, data }) => ({ type, schema: schemaOf(type), data })),
      }
  return {
    line: 'decision',
    stream,
    revision: Number(revision),
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
    listen: (taken) => void decisions.push(decisionLine(taken)),
    with: (log) => ({ events: log.map(logEvent), decisions: [...decisions] }),
  }
}
