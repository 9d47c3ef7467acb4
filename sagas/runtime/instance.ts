import { schemaOf } from '../../domain/events.ts'
import type { Aggregate } from '../../domain/shared/decider.ts'
import { definitions, type SagaEvent } from '../../domain/shared/saga-events.ts'
import { decideInstance } from './decide-instance.ts'
import { beginning, evolveInstance } from './evolve-instance.ts'
import type { SagaInstance, SagaInstanceCommand } from './instance-state.ts'
import type { Saga } from './saga.ts'

/** Sagas are aggregates whose commands are messages: dedupe, retries and the exact revision come from there. */
export const instanceOf = <State, Effect extends { readonly kind: string }>(
  saga: Saga<State, Effect>,
  /** In which version inputs of a type are handed in. */
  versionOf: (type: string) => number = schemaOf,
): Aggregate<SagaInstance<State>, SagaInstanceCommand, SagaEvent> => ({
  category: saga.name,
  definitions,
  initial: beginning(saga),
  evolve: (instance, event) => evolveInstance(saga, instance, event),
  decide: (command, instance, meta) => decideInstance(saga, versionOf, command, instance, meta),
})
