import type { UsageCut } from '../../../domain/billing/metering/usage-cut.ts'
import {
  usage,
  usageIdOf,
  type UsageEvent,
  type UsageState,
} from '../../../domain/billing/metering/usage.ts'
import { decodeEvent } from '../../../domain/events.ts'
import { fold, streamOf } from '../../../domain/shared/decider.ts'
import { load } from '../../shared/load.ts'
import type { Services } from '../../shared/services.ts'

type Month = { readonly organisation: string; readonly meter: string; readonly month: string }

/** What was reported of a month, as it is known today or was at an earlier cut. A meter that the cut does not name had nothing. */
export const usageUpTo = async (
  { eventStore, foldCache }: Pick<Services, 'eventStore' | 'foldCache'>,
  { organisation, meter, month }: Month,
  upTo: UsageCut | undefined,
): Promise<{ readonly state: UsageState; readonly revision: bigint }> => {
  const id = usageIdOf(organisation, meter, month)
  if (upTo === undefined) return load(eventStore, foldCache, usage, id)
  const revision = BigInt(upTo.meters[meter] ?? '-1')
  if (revision < 0n) return { state: usage.initial, revision }
  const events = await eventStore.read(streamOf(usage, id), { maxCount: Number(revision) + 1 })
  if (BigInt(events.length) !== revision + 1n)
    throw new Error(`usage of ${meter} in ${month} ends before revision ${revision.toString()}`)
  // The stream's name says whose events it holds; the stored contract is checked by decodeEvent.
  const state = fold(
    usage.evolve,
    usage.initial,
    events.map((event) => decodeEvent(event) as UsageEvent),
  )
  return { state, revision }
}
