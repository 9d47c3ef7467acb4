import { streamOf, type Aggregate } from '../../../domain/shared/decider.ts'
import type { DomainEvent } from '../../../domain/shared/event.ts'
import type { Rejection } from '../../../domain/shared/rejection.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { derivedId, inputHashOf } from '../../../platform/ids/ids.ts'
import { change } from '../../shared/change.ts'
import type { Changed } from '../../shared/changed.ts'
import type { CommandContext } from '../../shared/context.ts'
import type { Services } from '../../shared/services.ts'

/** Many calls spend of one budget at a time: whoever loses a race decides again, this often. */
const races = 40

export type Stepped<State> = (Changed & { readonly state: State }) | Rejection | Failure

/**
 * One step of a call, as a command of its own under an id that follows from what it is about: taken twice it counts once,
 * whatever else it would say the second time.
 */
export const step = async <
  State,
  Command extends { readonly type: string },
  Event extends DomainEvent,
>(
  services: Services,
  context: CommandContext,
  aggregate: Aggregate<State, Command, Event>,
  id: string,
  about: string,
  command: Command,
): Promise<Stepped<State>> => {
  const stream = streamOf(aggregate, id)
  const { expectedRevision: _, validateOnly: __, ...rest } = context
  const own = { ...rest, commandId: derivedId(stream, command.type, about) }
  const { inputHashKey } = services.secrets
  const inputHash = inputHashOf(inputHashKey, `${aggregate.category}.${command.type}`, [id, about])
  for (let race = 1; ; race++) {
    const changed = await change(services, own, inputHash, aggregate, id, command)
    const lost = 'code' in changed && changed.code === 'CONCURRENT_CHANGE'
    if (!lost || race === races) return changed
  }
}
