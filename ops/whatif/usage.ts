import { comparePrices } from '../../commands/billing/metering/rerate.ts'
import { createFoldCache } from '../../commands/shared/fold-cache.ts'
import type { Comparison } from '../../domain/billing/metering/rerating.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import { newId } from '../../platform/ids/ids.ts'
import { NoSuchChange } from './alter.ts'

export type Book = { readonly priceBookId: string; readonly version?: number }

/** What a month of an organisation's usage would cost by a price book, held against another or another version of it. */
export const whatIfUsage = async (
  eventStore: EventStore,
  organisation: string,
  month: string,
  book: Book,
  against: Book,
): Promise<Omit<Comparison, 'cut' | 'reratingId'>> => {
  // A cache of its own keeps no snapshots.
  const log = { eventStore, foldCache: createFoldCache() }
  const found = await comparePrices(log, newId(), { organisation, month, ...book, against })
  if (!('command' in found)) throw new NoSuchChange(found.detail)
  const { cut: _, reratingId: __, ...comparison } = found.command.comparison
  return comparison
}
