import type { Aggregate } from '../../domain/shared/decider.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import { derivedId, inputHashOf } from '../../platform/ids/ids.ts'
import { change, type ChangeResult } from '../shared/change.ts'
import type { CommandTools } from '../shared/tools.ts'

/**
 * A part of a command under an id of its own, for what one command may have to do more than once on a stream, such as
 * reserve, release and reserve again. The step's name says what it was decided on (a revision), so a repetition of the
 * same part writes nothing twice.
 */
export const changeStep = async <State, Command, Event extends DomainEvent>(
  { services, context }: CommandTools,
  step: string,
  aggregate: Aggregate<State, Command, Event>,
  id: string,
  command: Command,
): Promise<ChangeResult<State>> => {
  const { commandId } = context
  const own = { ...context, commandId: derivedId(commandId, 'step', step), causationId: commandId }
  const inputHash = inputHashOf(services.secrets.inputHashKey, step, command)
  return change(services, own, inputHash, aggregate, id, command)
}
