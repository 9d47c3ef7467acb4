import PQueue from 'p-queue'
import { load } from '../../../commands/shared/load.ts'
import type { Services } from '../../../commands/shared/services.ts'
import { decodeEvent } from '../../../domain/events.ts'
import type { DeviceQueueEvent } from '../../../domain/devices/device-queue.ts'
import type { JobEvent } from '../../../domain/jobs/job-events.ts'
import { job, type SubmittedJob } from '../../../domain/jobs/job.ts'
import { amountOf } from '../../../domain/shared/money.ts'
import {
  computerKeyOf,
  quantumComputer,
  type RegistryEntry,
} from '../../../domain/tokens/staking/computer.ts'

/** What the log says of one registered computer between two positions. */
export type WorkOfComputer = {
  readonly deviceId: string
  readonly registered: RegistryEntry
  /** Time on the device that somebody else's organisation paid for. */
  readonly microseconds: bigint
  /** Slots that its queue gave, and got back. */
  readonly reservations: number
  /** Of those, jobs that failed by a fault of the PROVIDER. */
  readonly failed: number
}
type Counted = Pick<WorkOfComputer, 'microseconds' | 'reservations' | 'failed'>

const page = 1_000
/** Jobs that are read at a time. */
const atOnce = 16
const types = ['SlotReleased', 'JobChargeSettled']

/** What one event counts for, given the whole of its job. */
const countedBy = (event: JobEvent | DeviceQueueEvent, of: SubmittedJob): Counted => {
  const nothing = { microseconds: 0n, reservations: 0, failed: 0 }
  if (event.type === 'SlotReleased') {
    const failed = of.status === 'FAILED' && of.failure?.faultDomain === 'PROVIDER' ? 1 : 0
    return { ...nothing, reservations: 1, failed }
  }
  const { organisation, providerOrganisation } = of.submission
  // Nobody is rewarded for work on a device of their own.
  if (event.type !== 'JobChargeSettled' || organisation === providerOrganisation) return nothing
  if (amountOf(event.data.charged) === 0n) return nothing
  return { ...nothing, microseconds: BigInt(Math.round((of.usage?.qpuSeconds ?? 0) * 1e6)) }
}

/**
 * The work of all computers that are active in the chain's registry, after the first position, up to and with the second.
 * Positions always have the same between them; who is registered is asked now.
 */
export const workOfLog = async (
  { eventStore, foldCache }: Pick<Services, 'eventStore' | 'foldCache'>,
  chain: string,
  { fromPosition, toPosition }: { readonly fromPosition: bigint; readonly toPosition: bigint },
  signal: AbortSignal,
): Promise<readonly WorkOfComputer[]> => {
  const registered = new Map<string, RegistryEntry | undefined>()
  const work = new Map<string, WorkOfComputer>()

  const entryOf = async (deviceId: string): Promise<RegistryEntry | undefined> => {
    if (!registered.has(deviceId)) {
      const key = computerKeyOf(chain, deviceId)
      const { state } = await load(eventStore, foldCache, quantumComputer, key)
      registered.set(deviceId, state.registered?.active === true ? state.registered : undefined)
    }
    return registered.get(deviceId)
  }

  const take = async (event: JobEvent | DeviceQueueEvent): Promise<void> => {
    if (!('jobId' in event.data)) return
    const { state } = await load(eventStore, foldCache, job, event.data.jobId)
    if (state.kind === 'absent') throw new Error(`job ${event.data.jobId} is not in the log`)
    const { deviceId } = state.submission
    const entry = await entryOf(deviceId)
    if (entry === undefined) return
    const { microseconds, reservations, failed } = countedBy(event, state)
    // Nothing is awaited from here on: what is added is added to what stands.
    const before = work.get(deviceId)
    work.set(deviceId, {
      deviceId,
      registered: entry,
      microseconds: (before?.microseconds ?? 0n) + microseconds,
      reservations: (before?.reservations ?? 0) + reservations,
      failed: (before?.failed ?? 0) + failed,
    })
  }

  let from = fromPosition
  for (;;) {
    signal.throwIfAborted()
    const filter = { on: 'type', prefixes: types } as const
    const found = await eventStore.readAll({ from, maxCount: page, filter })
    const own = found.filter(({ type, position }) => types.includes(type) && position <= toPosition)
    const queue = new PQueue({ concurrency: atOnce })
    // The type says which contract its data keep; decodeEvent checks it.
    await queue.addAll(own.map((each) => () => take(decodeEvent(each) as JobEvent)))
    const last = found.at(-1)
    if (last === undefined || found.length < page || last.position > toPosition) break
    from = last.position
  }
  return [...work.values()]
}
