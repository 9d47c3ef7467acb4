import type { Pool } from 'pg'
import type { GenerationDifference } from '../../platform/replays/port.ts'
import { compareGenerations } from './compare.ts'
import { GenerationRefused, listGenerations, liveGeneration } from './generations.ts'
import { movePointer, type Moved } from './move-pointer.ts'

/** The generation beside the live one, which the projectors bring forward. */
export const besideLive = async (pool: Pool): Promise<number> => {
  const found = (await listGenerations(pool)).find(
    ({ live, state }) => !live && state === 'FOLLOWING',
  )
  if (found === undefined)
    throw new GenerationRefused('there is no generation beside the live one: qhub replay start')
  return found.generation
}

/** They differ, and nobody has said that this is what is wanted. */
export class DifferenceNotAccepted extends GenerationRefused {
  override readonly name = 'DifferenceNotAccepted'
  readonly difference: GenerationDifference
  constructor(difference: GenerationDifference) {
    super(
      `generations ${difference.generations.join(' and ')} differ: look at it (qhub replay diff), then promote with --accept ${difference.hash}`,
    )
    this.difference = difference
  }
}

/**
 * Readers go over to a generation that holds what the live one holds, or that differs from it by what was accepted: the
 * hash that the comparison gave. Both are brought forward in the same transactions by the same code, so what holds at the
 * position of the comparison holds at that of the move, which nobody has to wait for.
 */
export const promoteGeneration = async (
  pool: Pool,
  to: number,
  accept?: string,
): Promise<Moved & Pick<GenerationDifference, 'equal' | 'hash'>> => {
  const { generation: live } = await liveGeneration(pool)
  if (live === to) throw new GenerationRefused(`generation ${to} is live already`)
  const wanted = (await listGenerations(pool)).find(({ generation }) => generation === to)
  if (wanted?.state !== 'FOLLOWING')
    throw new GenerationRefused(`generation ${to} is ${wanted?.state ?? 'not there'}`)
  const difference = await compareGenerations(pool, live, to)
  const { equal, hash } = difference
  if (!equal && accept !== hash) throw new DifferenceNotAccepted(difference)
  const moved = await movePointer(pool, to, { expected: live })
  return { ...moved, equal, hash }
}

/** The generation that readers left last, of those that are still brought forward. */
export const lastLeft = async (pool: Pool): Promise<number> => {
  const left = (await listGenerations(pool))
    .filter(({ live, state, leftAt }) => !live && state === 'FOLLOWING' && leftAt !== null)
    .sort((one, other) => (other.leftAt?.getTime() ?? 0) - (one.leftAt?.getTime() ?? 0))[0]
  if (left === undefined)
    throw new GenerationRefused('there is no generation that readers left and that is still there')
  return left.generation
}
