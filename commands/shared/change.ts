import { isRejection, reject, type Rejection } from '../../domain/shared/rejection.ts'
import { streamOf, type Aggregate } from '../../domain/shared/decider.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import { decodeEvent, schemaOf } from '../../domain/events.ts'
import type { EventMetadata, NewEvent } from '../../platform/event-store/types.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import type { CommandContext } from './context.ts'
import { decisionMeta } from './decision.ts'
import type { Folded } from './folded.ts'
import { advance, cached, load } from './load.ts'
import type { Services } from './services.ts'

/** Where a change stands in the log, and what it was. */
export type Changed = {
  readonly stream: string
  readonly revision: bigint
  /** Of the last event written by this command; of the stream's end when it had nothing to write. */
  readonly position: bigint
  /** The command had been executed before; this is the answer it got then. */
  readonly replayed: boolean
  readonly events: readonly DomainEvent[]
  /** The last event that the command wrote; absent when it had nothing to write. */
  readonly eventId?: string
}

export type ChangeResult<State> = (Changed & { readonly state: State }) | Rejection | Failure

/** Times that a decision is taken on what was just read. */
const tries = 3

/**
 * Load and fold → decide → append at the exact revision, with event ids derived from the command: executed twice, it
 * writes once. The first try decides on the cached fold; only an append can rely on it, because the revision is checked
 * there: whatever ends without one is believed on a fresh fold alone.
 */
export const change = async <State, Command, Event extends DomainEvent>(
  services: Services,
  context: CommandContext,
  inputHash: string,
  aggregate: Aggregate<State, Command, Event>,
  id: string,
  command: Command,
): Promise<ChangeResult<State>> => {
  const stream = streamOf(aggregate, id)
  return services.streamLocks.runExclusive(stream, async () => {
    const remembered = cached(services.foldCache, aggregate, id)
    for (let attempt = remembered === undefined ? 1 : 0; attempt <= tries; attempt++) {
      const fresh = attempt > 0 || remembered === undefined
      const folded = fresh
        ? await load(services.eventStore, services.foldCache, aggregate, id)
        : remembered
      const answered = answeredBefore(folded, stream, context, inputHash)
      if (answered !== undefined) return answered
      const now = services.clock.now()
      const { actor, commandId } = context
      const by = { actor, commandId, inputHash, now: now.toISOString() }
      const meta = decisionMeta(by, stream)
      const { eventId } = meta
      const decision = aggregate.decide(command, folded.state, meta)
      const taken = () =>
        services.decided?.({ ...by, stream, revision: folded.revision, command, decision })
      if (isRejection(decision)) {
        if (!fresh) continue
        taken()
        return decision
      }
      const refused = preconditionOf(context, folded.revision)
      const appends = refused === undefined && decision.length > 0 && context.validateOnly !== true
      if (!appends) {
        if (!fresh) continue
        if (refused !== undefined) return refused
        taken()
        const { revision, position } = folded
        const state = decision.reduce(aggregate.evolve, folded.state)
        return { stream, revision, position, replayed: false, events: decision, state }
      }
      const news = decision.map((event, index) =>
        newEvent(event, eventId(index), metadataOf(context, inputHash, now, schemaOf(event.type))),
      )
      const expected = folded.revision === -1n ? 'no-stream' : folded.revision
      const result = await services.eventStore.append(stream, news, expected)
      if (result.kind !== 'appended') continue
      taken()
      const { revision, position } = result
      const { correlationId } = context
      const trace = { commandId, correlationId, inputHash, revision, position }
      const after = decision.reduce(
        (before, event, index) =>
          advance(aggregate, before, event, { ...trace, eventId: eventId(index) }),
        folded,
      )
      services.foldCache.set(stream, after)
      const last = eventId(decision.length - 1)
      const at = { stream, revision, position, eventId: last }
      return { ...at, replayed: false, events: decision, state: after.state }
    }
    return {
      code: 'CONCURRENT_CHANGE',
      detail: `${stream} was changed by others ${tries} times in a row.`,
    }
  })
}

/**
 * What this command was answered when it was executed before, if it was. Traces are shared between the versions of a fold:
 * one from beyond this version's end says nothing about its state.
 */
export const answeredBefore = <State>(
  folded: Folded<State>,
  stream: string,
  context: CommandContext,
  inputHash: string,
): (Changed & { readonly state: State }) | Failure | undefined => {
  const trace = folded.commands.get(context.commandId)
  if (trace === undefined || trace.revision > folded.revision) return undefined
  if (trace.inputHash !== inputHash)
    return {
      code: 'IDEMPOTENCY_KEY_REUSED',
      detail: 'The key was used for the same operation with another input.',
    }
  const { revision, position, eventId } = trace
  const at = { stream, revision, position, eventId }
  return { ...at, replayed: true, events: [], state: folded.state }
}

const preconditionOf = (context: CommandContext, revision: bigint): Failure | undefined =>
  context.expectedRevision === undefined || context.expectedRevision === revision
    ? undefined
    : { code: 'PRECONDITION_FAILED', detail: `The current revision is ${revision.toString()}.` }

/** Throws on an event that its own stored contract does not hold: what cannot be read back must never be written. */
const newEvent = (event: DomainEvent, id: string, metadata: EventMetadata): NewEvent => ({
  id,
  ...decodeEvent({ ...event, metadata }),
  metadata,
})

export const metadataOf = (
  context: CommandContext,
  inputHash: string,
  at: Date,
  schema: number,
): EventMetadata => ({
  $correlationId: context.correlationId,
  $causationId: context.causationId,
  commandId: context.commandId,
  inputHash,
  actor: context.actor,
  ...(context.organisation === undefined ? {} : { organisation: context.organisation }),
  occurredAt: at.toISOString(),
  ...(context.traceparent === undefined ? {} : { traceparent: context.traceparent }),
  schema,
})

export const notFound = (what: string): Rejection =>
  reject('NOT_FOUND', `There is no such ${what}.`)
