import { checkpointOf, schemaOfGeneration } from '../../platform/positions/read-model.ts'
import type { Group } from '../groups.ts'

/** One group of tables in one generation: what has a checkpoint. */
export type Lane = { readonly generation: number; readonly group: Group }

export const nameOf = ({ generation, group }: Lane): string => checkpointOf(generation, group.name)

export const schemaOf = ({ generation }: Lane): string => schemaOfGeneration(generation)

export const lanesOf = (
  generations: readonly number[],
  groups: readonly Group[],
): readonly Lane[] =>
  generations.flatMap((generation) => groups.map((group) => ({ generation, group })))
