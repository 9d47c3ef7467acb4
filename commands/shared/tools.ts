import { streamOf, type Aggregate } from '../../domain/shared/decider.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import type { Rejection } from '../../domain/shared/rejection.ts'
import { answeredInBooks } from './answered.ts'
import { loadBook } from './books/load-book.ts'
import { change, type ChangeResult } from './change.ts'
import type { Changed } from './changed.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import type { CommandContext } from './context.ts'
import type { Folded } from './folded.ts'
import { nothing } from './load-stream.ts'
import { load } from './load.ts'
import type { Services } from './services.ts'

/** What a command's `run` may do: look at an aggregate, and change one. */
export type CommandTools = {
  readonly services: Services
  readonly context: CommandContext
  readonly load: <State, Command, Event extends DomainEvent>(
    aggregate: Aggregate<State, Command, Event>,
    id: string,
  ) => Promise<Folded<State>>
  /**
   * Whether this command has been executed on the aggregate before. A command that checks more than the aggregate itself
   * asks first, so that a repetition is answered as it was, however the world has changed since.
   */
  readonly answered: <State, Command, Event extends DomainEvent>(
    aggregate: Aggregate<State, Command, Event>,
    id: string,
  ) => Promise<(Changed & { readonly state: State }) | Failure | undefined>
  readonly change: <State, Command, Event extends DomainEvent>(
    aggregate: Aggregate<State, Command, Event>,
    id: string,
    command: Command,
  ) => Promise<ChangeResult<State>>
  /**
   * Makes what this command alone makes, under an id that follows from the command's own. `wish` says what to ask of the
   * aggregate, or why nothing; that counts only if the command was not executed before, which is looked at last: the
   * append finds it out for itself.
   */
  readonly create: <State, Command, Event extends DomainEvent>(
    aggregate: Aggregate<State, Command, Event>,
    id: string,
    wish: () => Promise<{ readonly command: Command } | Rejection | Failure>,
  ) => Promise<ChangeResult<State>>
}

export const toolsFor = (
  services: Services,
  context: CommandContext,
  inputHash: string,
): CommandTools => {
  const { eventStore, foldCache } = services
  const answered: CommandTools['answered'] = async (aggregate, id) => {
    const book = await loadBook(eventStore, foldCache, aggregate, id)
    const { stream, folded } = book
    // That there was nothing a moment ago is worth a try: the append proves it, without a second look.
    if (folded.revision === -1n) foldCache.set(stream, folded)
    return answeredInBooks(services, aggregate, id, book, context, inputHash)
  }
  const changeIt: CommandTools['change'] = (aggregate, id, command) =>
    change(services, context, inputHash, aggregate, id, command)
  return {
    services,
    context,
    load: (aggregate, id) => load(eventStore, foldCache, aggregate, id),
    answered,
    change: changeIt,
    create: async (aggregate, id, wish) => {
      const wished = await wish()
      if (!('command' in wished)) return (await answered(aggregate, id)) ?? wished
      foldCache.set(streamOf(aggregate, id), nothing(aggregate.initial))
      return changeIt(aggregate, id, wished.command)
    },
  }
}
