import type { Failure } from '../../platform/errors/problem.ts'
import type { Aggregate } from '../../domain/shared/decider.ts'
import { streamOf } from '../../domain/shared/decider.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import { isRejection, type Rejection } from '../../domain/shared/rejection.ts'
import { allows, type CommandContext } from './context.ts'
import { load } from './load.ts'
import type { Services } from './services.ts'

/** The state of one aggregate as a caller may see it, and where in the log it stands. */
export type ReadOutcome<View> =
  | {
      readonly kind: 'read'
      readonly view: View
      readonly stream: string
      readonly revision: bigint
      readonly position: bigint
    }
  | { readonly kind: 'failed'; readonly failure: Failure }

const failed = (failure: Failure): ReadOutcome<never> => ({ kind: 'failed', failure })

/** Authorise → load and fold → show. As fresh as the log itself; lists and searches are the read API's. */
export const readAggregate = async <State, Command, Event extends DomainEvent, View>(
  services: Services,
  context: CommandContext,
  scope: string,
  aggregate: Aggregate<State, Command, Event>,
  id: string,
  show: (state: State) => View | Rejection,
): Promise<ReadOutcome<View>> => {
  if (scope !== 'signed-in' && !allows(context, scope))
    return failed({ code: 'FORBIDDEN', detail: `This takes the scope ${scope}.` })
  const { state, revision, position } = await load(
    services.eventStore,
    services.foldCache,
    aggregate,
    id,
  )
  const view = show(state)
  if (typeof view === 'object' && view !== null && isRejection(view))
    return failed({ code: view.rejected, detail: view.detail })
  return { kind: 'read', view, stream: streamOf(aggregate, id), revision, position }
}
