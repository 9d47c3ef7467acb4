import { streamOf, type Aggregate } from '../../domain/shared/decider.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import { askEarlier } from './books/earlier.ts'
import { keepsBooks, revisionAcross, type FoldedBook } from './books/load-book.ts'
import type { Changed } from './changed.ts'
import type { CommandContext } from './context.ts'
import type { Folded } from './folded.ts'
import type { Services } from './services.ts'

export type Answered<State> = (Changed & { readonly state: State }) | Failure

/**
 * What this command was answered when it was executed before, if it was. Traces are shared between the versions of a fold:
 * one from beyond this version's end says nothing about its state.
 */
export const answeredBefore = <State>(
  folded: Folded<State>,
  stream: string,
  context: CommandContext,
  inputHash: string,
): Answered<State> | undefined => {
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

/** The same, asked of all books: a command is answered by the one that it was executed in. */
export const answeredInBooks = async <State, Command, Event extends DomainEvent>(
  services: Pick<Services, 'eventStore' | 'foldCache'>,
  aggregate: Aggregate<State, Command, Event>,
  id: string,
  current: FoldedBook<State>,
  context: CommandContext,
  inputHash: string,
): Promise<Answered<State> | undefined> => {
  const base = streamOf(aggregate, id)
  const within = ({ folded }: FoldedBook<State>): Answered<State> | undefined => {
    const answered = answeredBefore(folded, base, context, inputHash)
    if (answered === undefined || !('stream' in answered)) return answered
    return { ...answered, revision: revisionAcross(aggregate, folded.state, answered.revision) }
  }
  const answered = within(current)
  if (answered !== undefined || !keepsBooks(aggregate)) return answered
  return askEarlier(services, aggregate, id, current.number, context.commandId, within)
}
