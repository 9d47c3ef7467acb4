import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { defineEvent, version, type EventOf } from '../../shared/event.ts'
import { reject } from '../../shared/rejection.ts'
import { same } from '../../shared/same.ts'
import { exhausted, Id, Instant } from '../../shared/values.ts'
import { Difference, DifferenceOfBooks, DifferenceOffChain } from './difference.ts'

/**
 * A difference between the provider's books and ours, until it is gone or a person has dealt with it. Its id follows from
 * what it is about, so the same difference is one finding however often it is seen.
 */
export const category = 'reconciliationFinding'

// Events: the stored contract.
const Fact = z.strictObject({ findingId: Id, at: Instant })
const Reason = z.string().min(1).max(500)
const ByPerson = Fact.extend({ reason: Reason, by: z.string().min(1) })

export const definitions = [
  defineEvent(
    'ReconciliationFindingRaised',
    3,
    Fact.extend({ runId: Id, difference: Difference }),
    {
      earlier: [
        version(Fact.extend({ runId: Id, difference: DifferenceOfBooks }), (data) => data),
        version(Fact.extend({ runId: Id, difference: DifferenceOffChain }), (data) => data),
      ],
    },
  ),
  /** Somebody knows of it, and is at it. */
  defineEvent('ReconciliationFindingAcknowledged', 1, ByPerson),
  defineEvent('ReconciliationFindingResolved', 1, ByPerson),
  /** A later run found both sides the same. */
  defineEvent('ReconciliationFindingCleared', 1, Fact.extend({ runId: Id })),
] as const
export type FindingEvent = EventOf<(typeof definitions)[number]>

// State.
export type FindingStatus = 'OPEN' | 'ACKNOWLEDGED' | 'RESOLVED' | 'CLEARED'
export type Finding =
  | { readonly kind: 'absent' }
  | { readonly kind: 'raised'; readonly status: FindingStatus; readonly difference: Difference }

export const initial: Finding = { kind: 'absent' }

export const evolve = (state: Finding, event: FindingEvent): Finding => {
  if (event.type === 'ReconciliationFindingRaised')
    return { kind: 'raised', status: 'OPEN', difference: event.data.difference }
  if (state.kind === 'absent') return state
  switch (event.type) {
    case 'ReconciliationFindingAcknowledged':
      return { ...state, status: 'ACKNOWLEDGED' }
    case 'ReconciliationFindingResolved':
      return { ...state, status: 'RESOLVED' }
    case 'ReconciliationFindingCleared':
      return { ...state, status: 'CLEARED' }
    default:
      return exhausted(event)
  }
}

// Commands.
export type FindingCommand = { readonly findingId: string } & (
  | { readonly type: 'RaiseFinding'; readonly runId: string; readonly difference: Difference }
  | { readonly type: 'AcknowledgeFinding'; readonly reason: string }
  | { readonly type: 'ResolveFinding'; readonly reason: string }
  | { readonly type: 'ClearFinding'; readonly runId: string }
)

/** What a person has resolved stays so while both sides say what they said then. */
const isNews = (state: Finding, difference: Difference): boolean =>
  state.kind === 'absent' || state.status === 'CLEARED' || !same(state.difference, difference)

export const decide = (
  command: FindingCommand,
  state: Finding,
  meta: DecisionMeta,
): Decision<FindingEvent> => {
  const { findingId } = command
  const fact = { findingId, at: meta.now }
  if (command.type === 'RaiseFinding') {
    const { runId, difference } = command
    return isNews(state, difference)
      ? [{ type: 'ReconciliationFindingRaised', data: { ...fact, runId, difference } }]
      : []
  }
  if (state.kind === 'absent') return reject('NOT_FOUND', 'There is no such finding.')
  const isOver = state.status === 'RESOLVED' || state.status === 'CLEARED'
  switch (command.type) {
    case 'AcknowledgeFinding': {
      const { reason } = command
      if (isOver) return reject('FINDING_OVER', 'This finding is over.')
      const data = { ...fact, reason, by: meta.actor.id }
      return [{ type: 'ReconciliationFindingAcknowledged', data }]
    }
    case 'ResolveFinding': {
      const { reason } = command
      if (isOver) return reject('FINDING_OVER', 'This finding is over.')
      const data = { ...fact, reason, by: meta.actor.id }
      return [{ type: 'ReconciliationFindingResolved', data }]
    }
    case 'ClearFinding':
      return state.status === 'CLEARED'
        ? []
        : [{ type: 'ReconciliationFindingCleared', data: { ...fact, runId: command.runId } }]
    default:
      return exhausted(command)
  }
}

export const reconciliationFinding: Aggregate<Finding, FindingCommand, FindingEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
