import { keyUsage, usageIdOf } from '../../domain/accounts/key-usage.ts'
import { periodOf, type Period, type Quota } from '../../domain/accounts/key-limits.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import type { CountedLimits } from '../../platform/auth/key-limits.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import { inputHashOf, newId } from '../../platform/ids/ids.ts'
import { change } from '../shared/change.ts'
import { systemContext } from '../shared/context.ts'
import { load } from '../shared/load.ts'
import type { Services } from '../shared/services.ts'

const tell = async (
  services: Services,
  id: string,
  command: Parameters<typeof keyUsage.decide>[0],
) => {
  // Each block is a command of its own: nobody repeats it, and what got lost of it counts as used.
  const commandId = command.type === 'TakeUses' ? command.blockId : newId()
  const context = systemContext('key-meter', commandId, command.meterId, command.meterId)
  const hash = inputHashOf(services.secrets.inputHashKey, command.type, command)
  return change(services, context, hash, keyUsage, id, command)
}

/** Takes another block when what is at hand does not suffice. One at a time for each meter and period. */
const takeBlock = async (
  services: Services,
  id: string,
  at: { readonly meterId: string; readonly period: string },
  uses: number,
  cost: number,
): Promise<Failure | undefined> => {
  const { blocks } = services.keyMeter
  const before = blocks.get(id)
  // Out of others' reach while the log is asked.
  const had = before?.left ?? 0
  if (before !== undefined) before.left = 0
  const giveBack = (): void => {
    if (before !== undefined) before.left += had
  }
  const blockId = newId()
  const finished = before === undefined ? {} : { finished: before.blockId }
  const wanted = cost - had
  try {
    const taken = await tell(services, id, {
      ...at,
      type: 'TakeUses',
      blockId,
      wanted,
      uses,
      ...finished,
    })
    if (!('stream' in taken)) {
      giveBack()
      return isRejection(taken) ? { code: taken.rejected, detail: taken.detail } : taken
    }
    const amount = taken.state.blocks[blockId] ?? wanted
    blocks.set(id, { ...at, blockId, left: amount - wanted })
    return undefined
  } catch (error) {
    giveBack()
    throw error
  }
}

/** Whole periods that have passed leave nothing behind. */
const forgetOtherPeriods = ({ keyMeter: { blocks } }: Services, meterId: string, id: string) => {
  for (const [other, block] of blocks)
    if (block.meterId === meterId && other !== id) blocks.delete(other)
}

/** Counts uses of a key against its quota: USAGE_EXCEEDED when there are not so many left. Throws what the event store throws. */
export const spendUses = async (
  services: Services,
  meterId: string,
  quota: Quota,
  cost: number,
): Promise<Failure | undefined> => {
  if (cost === 0) return undefined
  const { id: period } = periodOf(quota, services.clock.now().toISOString())
  const id = usageIdOf(meterId, period)
  const { blocks, locks } = services.keyMeter
  const spent = (): boolean => {
    const block = blocks.get(id)
    if (block === undefined || block.left < cost) return false
    block.left -= cost
    return true
  }
  if (spent()) return undefined
  return locks.runExclusive(id, async () => {
    if (spent()) return undefined
    forgetOtherPeriods(services, meterId, id)
    return takeBlock(services, id, { meterId, period }, quota.uses, cost)
  })
}

/** Uses that are left in the period, those in this process's hands included; others may hold some more. */
export const usesLeft = async (
  services: Services,
  meterId: string,
  quota: Quota,
): Promise<{ readonly left: number; readonly period: Period }> => {
  const period = periodOf(quota, services.clock.now().toISOString())
  const id = usageIdOf(meterId, period.id)
  const { state } = await load(services.eventStore, services.foldCache, keyUsage, id)
  const here = services.keyMeter.blocks.get(id)?.left ?? 0
  return { left: Math.max(0, quota.uses - state.taken + here), period }
}

/** Gives back what this process took and did not use. For its end: what is killed first is counted as used. */
export const returnUses = async (services: Services): Promise<void> => {
  const { blocks } = services.keyMeter
  for (const [id, { meterId, period, blockId, left }] of [...blocks]) {
    blocks.delete(id)
    if (left > 0)
      await tell(services, id, { type: 'ReturnUses', meterId, period, blockId, amount: left })
  }
}

/** One request of a key, against its quota if it has one. */
export const spendOf =
  (services: Services) =>
  async ({ meterId, quota }: CountedLimits): Promise<Failure | undefined> =>
    quota === undefined ? undefined : spendUses(services, meterId, quota, 1)
