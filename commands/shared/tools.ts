import type { Aggregate } from '../../domain/shared/decider.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import { change, type ChangeResult } from './change.ts'
import type { CommandContext } from './context.ts'
import type { Folded } from './fold-cache.ts'
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
  readonly change: <State, Command, Event extends DomainEvent>(
    aggregate: Aggregate<State, Command, Event>,
    id: string,
    command: Command,
  ) => Promise<ChangeResult<State>>
}

export const toolsFor = (
  services: Services,
  context: CommandContext,
  inputHash: string,
): CommandTools => ({
  services,
  context,
  load: (aggregate, id) => load(services.eventStore, services.foldCache, aggregate, id),
  change: (aggregate, id, command) => change(services, context, inputHash, aggregate, id, command),
})
