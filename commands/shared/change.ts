import { isRejection, reject, type Rejection } from '../../domain/shared/rejection.ts'
import { isOver } from '../../domain/shared/books.ts'
import { streamOf, type Aggregate } from '../../domain/shared/decider.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import { schemaOf } from '../../domain/events.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import { count } from '../../platform/telemetry/metrics/instruments.ts'
import { answeredInBooks } from './answered.ts'
import {
  cachedBook,
  currentRevision,
  keepsBooks,
  loadBook,
  revisionAcross,
} from './books/load-book.ts'
import { recall } from './books/recall.ts'
import { turnBook } from './books/turn.ts'
import type { Changed } from './changed.ts'
import type { CommandContext } from './context.ts'
import { decisionMeta } from './decision.ts'
import { advance } from './load-stream.ts'
import { metadataOf, newEvent } from './new-event.ts'
import type { Services } from './services.ts'

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
  const base = streamOf(aggregate, id)
  return services.streamLocks.runExclusive(base, async () => {
    const { eventStore, foldCache } = services
    const remembered = cachedBook(foldCache, aggregate, id)
    // A book that has to be turned first costs no try.
    let last = tries
    for (let attempt = remembered === undefined ? 1 : 0; attempt <= last; attempt++) {
      const fresh = attempt > 0 || remembered === undefined
      const book = fresh ? await loadBook(eventStore, foldCache, aggregate, id) : remembered
      const { stream, folded } = book
      const answered = await answeredInBooks(services, aggregate, id, book, context, inputHash)
      if (answered !== undefined) return answered
      const now = services.clock.now()
      const { actor, commandId } = context
      const by = { actor, commandId, inputHash, now: now.toISOString() }
      const { state, brought } = await recall(services, aggregate, id, book, command, by)
      const meta = decisionMeta(by, stream, base)
      const { eventId } = meta
      const decision = aggregate.decide(command, state, meta)
      const taken = () =>
        services.decided?.({
          ...by,
          ...{ stream, revision: folded.revision, command, decision },
          brought: brought.map(({ event }) => event),
        })
      if (isRejection(decision)) {
        if (!fresh) continue
        taken()
        return decision
      }
      const across = (revision: bigint) => revisionAcross(aggregate, folded.state, revision)
      const current = currentRevision(aggregate, folded)
      const refused = preconditionOf(context, current)
      const appends = refused === undefined && decision.length > 0 && context.validateOnly !== true
      if (!appends) {
        if (!fresh) continue
        if (refused !== undefined) return refused
        taken()
        const at = { stream: base, revision: current, position: folded.position }
        const after = decision.reduce(aggregate.evolve, state)
        return { ...at, replayed: false, events: decision, state: after }
      }
      const turned =
        keepsBooks(aggregate) &&
        isOver(aggregate.books, folded, by.now) &&
        (await turnBook(services, context, aggregate, id, book))
      if (turned) {
        last = tries + 1
        continue
      }
      // Entries of earlier books are written down with the change that they are needed for, before it.
      const news = [
        ...brought,
        ...decision.map((event, index) => ({ event, eventId: eventId(index) })),
      ]
      const stored = news.map((each) =>
        newEvent(
          each.event,
          each.eventId,
          metadataOf(context, inputHash, now, schemaOf(each.event.type)),
        ),
      )
      const expected = folded.revision === -1n ? 'no-stream' : folded.revision
      const result = await eventStore.append(stream, stored, expected)
      if (result.kind !== 'appended') {
        count('qh.command.conflicts', { category: aggregate.category })
        continue
      }
      taken()
      const { revision, position } = result
      const { correlationId } = context
      const trace = { commandId, correlationId, inputHash, revision, position }
      const after = news.reduce(
        (before, each) =>
          advance(aggregate, before, each.event, { ...trace, eventId: each.eventId }),
        folded,
      )
      foldCache.set(stream, after)
      foldCache.books.reach(base, book.number)
      const at = { stream: base, revision: across(revision), position }
      const written = { ...at, eventId: eventId(decision.length - 1) }
      return { ...written, replayed: false, events: decision, state: after.state }
    }
    return {
      code: 'CONCURRENT_CHANGE',
      detail: `${base} was changed by others ${tries} times in a row.`,
    }
  })
}

const preconditionOf = (context: CommandContext, revision: bigint): Failure | undefined =>
  context.expectedRevision === undefined || context.expectedRevision === revision
    ? undefined
    : { code: 'PRECONDITION_FAILED', detail: `The current revision is ${revision.toString()}.` }

export const notFound = (what: string): Rejection =>
  reject('NOT_FOUND', `There is no such ${what}.`)
