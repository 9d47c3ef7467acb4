import type { Actor, Decision, DecisionMeta } from '../../domain/shared/decider.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import { derivedId } from '../../platform/ids/ids.ts'

/** All that a decision depends on besides the command and the state. */
export type DecidedBy = {
  readonly actor: Actor
  readonly commandId: string
  readonly inputHash: string
  /** ISO 8601, UTC. */
  readonly now: string
}

/** A decision that was believed: on which state of which stream it was taken, and what came of it. */
export type TakenDecision = DecidedBy & {
  readonly stream: string
  /** Of the state; -1n when there was no stream. */
  readonly revision: bigint
  /** Entries that were brought into the state out of earlier books. */
  readonly brought: readonly DomainEvent[]
  readonly command: unknown
  readonly decision: Decision<DomainEvent>
}

/** Hears of every decision, while it is taken. For those who record them. */
export type DecisionListener = (taken: TakenDecision) => void

/**
 * What a decision is told. The store takes an append for a repetition, and for written, when revision and ids are those of
 * events it has. So two processes that execute one command at a time only get the same ids of events when they decide the
 * same: input and moment are part of them. Otherwise the slower one loses the race, and finds what the other wrote. What a
 * command makes has the same ids in whichever book that is written: `base` is the aggregate's own stream.
 */
export const decisionMeta = (
  { actor, commandId, inputHash, now }: DecidedBy,
  stream: string,
  base = stream,
): DecisionMeta => ({
  actor,
  now,
  commandId,
  id: (name) => derivedId(commandId, base, name),
  eventId: (index) => derivedId(commandId, stream, inputHash, now, 'event', index.toString()),
})
