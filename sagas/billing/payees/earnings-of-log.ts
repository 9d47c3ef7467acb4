import { addShare, sharesIn } from '../../../domain/billing/payees/shares.ts'
import type { Earnings } from '../../../domain/billing/payees/earnings.ts'
import { category as wallets, type WalletEvent } from '../../../domain/billing/wallet/wallet.ts'
import { decodeEvent } from '../../../domain/events.ts'
import type { EventStore } from '../../../platform/event-store/types.ts'

export type PayeeEarnings = Earnings & { readonly organisation: string; readonly asset: string }

const page = 1_000

/**
 * What was earned after the first position, up to and with the second: of each payee in each asset. Two positions always
 * have the same between them, so asked again it says the same.
 */
export const earningsOfLog = async (
  eventStore: Pick<EventStore, 'readAll'>,
  { fromPosition, toPosition }: { readonly fromPosition: bigint; readonly toPosition: bigint },
): Promise<readonly PayeeEarnings[]> => {
  const earned = new Map<string, PayeeEarnings>()
  let from = fromPosition
  for (;;) {
    const events = await eventStore.readAll({
      from,
      maxCount: page,
      filter: { on: 'stream', prefixes: [`${wallets}-`] },
    })
    for (const recorded of events) {
      if (recorded.position > toPosition) return [...earned.values()]
      // The stream's name says whose events it holds; the stored contract is checked by decodeEvent.
      const event = decodeEvent(recorded) as WalletEvent
      const { asset } = event.data
      for (const share of sharesIn(event)) {
        const { organisation } = share
        const key = `${organisation} ${asset}`
        earned.set(key, { organisation, asset, ...addShare(earned.get(key), share) })
      }
    }
    const last = events.at(-1)
    if (last === undefined || events.length < page) return [...earned.values()]
    from = last.position
  }
}
