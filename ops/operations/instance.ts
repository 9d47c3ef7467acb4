import { load } from '../../commands/shared/load.ts'
import type { Services } from '../../commands/shared/services.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import { sagas } from '../../sagas/registry.ts'
import type { Addressee } from '../../sagas/runtime/deliver.ts'
import type { SagaInstance } from '../../sagas/runtime/instance-state.ts'
import { instanceOf } from '../../sagas/runtime/instance.ts'
import { addresseeOf } from '../../sagas/runtime/letters.ts'
import { notFound } from './deed.ts'

export type Found = { readonly to: Addressee; readonly state: SagaInstance<unknown> }

/** The instance of a stream, as it stands now. */
export const instanceIn = async (
  { eventStore, foldCache }: Services,
  stream: string,
): Promise<Found | Failure> => {
  const to = addresseeOf(sagas, stream)
  if (to === undefined) return notFound(`${stream} is not the stream of a saga's instance.`)
  const aggregate = instanceOf(to.each.saga)
  const { state, revision } = await load(eventStore, foldCache, aggregate, to.instance)
  return revision === -1n ? notFound(`There is no instance ${stream}.`) : { to, state }
}

/** Ids of the effects that are parked. */
export const parkedEffects = ({ outstanding }: SagaInstance<unknown>): readonly string[] =>
  [...outstanding].filter(([, { standing }]) => standing === 'PARKED').map(([id]) => id)
