import { isRejection, reject, type Rejection } from '../../domain/shared/rejection.ts'
import { streamOf, type Aggregate, type DecisionMeta } from '../../domain/shared/decider.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import { schemaOf } from '../../domain/events.ts'
import type { EventMetadata, NewEvent } from '../../platform/event-store/types.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import type { CommandContext } from './context.ts'
import type { Folded } from './fold-cache.ts'
import { cached, extend, load } from './load.ts'
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
}

export type ChangeResult<State> = (Changed & { readonly state: State }) | Rejection | Failure

/** Times that a decision is taken on what was just read. */
const tries = 3

/**
 * Load and fold → decide → append at the exact revision, with event ids derived from the command: executed twice, it
 * writes once. The first try decides on the cached fold; a rejection or an empty decision is only believed on a fresh one.
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
      const decision = aggregate.decide(command, folded.state, metaOf(services, context, stream))
      if (!fresh && (isRejection(decision) || decision.length === 0)) continue
      if (isRejection(decision)) return decision
      const refused = preconditionOf(context, folded.revision)
      if (refused !== undefined) return refused
      if (decision.length === 0 || context.validateOnly === true) {
        const { revision, position } = folded
        const state = decision.reduce(aggregate.evolve, folded.state)
        return { stream, revision, position, replayed: false, events: decision, state }
      }
      const written = await append(services, context, inputHash, stream, folded, decision)
      if (written === undefined) continue
      const after = extend(aggregate, folded, written)
      services.foldCache.set(stream, after)
      return {
        stream,
        revision: after.revision,
        position: after.position,
        replayed: false,
        events: decision,
        state: after.state,
      }
    }
    return {
      code: 'CONCURRENT_CHANGE',
      detail: `${stream} was changed by others ${tries} times in a row.`,
    }
  })
}

/** What this command was answered when it was executed before, if it was. */
export const answeredBefore = <State>(
  folded: Folded<State>,
  stream: string,
  context: CommandContext,
  inputHash: string,
): (Changed & { readonly state: State }) | Failure | undefined => {
  const trace = folded.commands.get(context.commandId)
  if (trace === undefined) return undefined
  if (trace.inputHash !== inputHash)
    return {
      code: 'IDEMPOTENCY_KEY_REUSED',
      detail: 'The key was used for the same operation with another input.',
    }
  const { revision, position } = trace
  return { stream, revision, position, replayed: true, events: [], state: folded.state }
}

const preconditionOf = (context: CommandContext, revision: bigint): Failure | undefined =>
  context.expectedRevision === undefined || context.expectedRevision === revision
    ? undefined
    : { code: 'PRECONDITION_FAILED', detail: `The current revision is ${revision.toString()}.` }

const metaOf = (services: Services, context: CommandContext, stream: string): DecisionMeta => ({
  actor: context.actor,
  now: services.clock.now().toISOString(),
  commandId: context.commandId,
  id: (name) => derivedId(context.commandId, stream, name),
  eventId: (index) => eventIdOf(context, stream, index),
})

const eventIdOf = (context: CommandContext, stream: string, index: number): string =>
  derivedId(context.commandId, stream, 'event', index.toString())

/** The recorded events, or nothing when somebody else was faster. */
const append = async <State>(
  services: Services,
  context: CommandContext,
  inputHash: string,
  stream: string,
  folded: Folded<State>,
  events: readonly DomainEvent[],
) => {
  const created = services.clock.now()
  const news = events.map(
    (event, index): NewEvent => ({
      id: eventIdOf(context, stream, index),
      type: event.type,
      data: event.data,
      metadata: metadataOf(context, inputHash, created, schemaOf(event.type)),
    }),
  )
  const expected = folded.revision === -1n ? 'no-stream' : folded.revision
  const result = await services.eventStore.append(stream, news, expected)
  if (result.kind !== 'appended') return undefined
  const first = result.revision - BigInt(news.length) + 1n
  return news.map((event, index) => ({
    ...event,
    stream,
    revision: first + BigInt(index),
    position: result.position,
    created,
  }))
}

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
