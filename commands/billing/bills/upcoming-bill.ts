import { z } from 'zod'
import { Totals } from '../../../domain/billing/bills/bill-events.ts'
import { billCycle, BillPeriod } from '../../../domain/billing/bills/cycle.ts'
import { totalsOf } from '../../../domain/billing/bills/finalise.ts'
import { BillLine } from '../../../domain/billing/bills/lines.ts'
import { billingProfile } from '../../../domain/billing/bills/profile.ts'
import { wallet, walletIdOf } from '../../../domain/billing/wallet/wallet.ts'
import { Asset } from '../../../domain/shared/money.ts'
import { notFound } from '../../shared/change.ts'
import { allows, type CommandContext } from '../../shared/context.ts'
import { actsFor } from '../../shared/isolation.ts'
import { load } from '../../shared/load.ts'
import type { ReadOutcome } from '../../shared/read.ts'
import type { Services } from '../../shared/services.ts'
import { gather } from './gather.ts'

export const UpcomingBill = z.strictObject({
  asset: Asset.max(13),
  period: BillPeriod,
  lines: z.array(BillLine).max(5_000),
  totals: Totals,
})
export type UpcomingBill = z.output<typeof UpcomingBill>

const failed = (failure: Extract<ReadOutcome<never>, { kind: 'failed' }>['failure']) =>
  ({ kind: 'failed', failure }) as const

/** What the next bill would be if it were issued now. Nothing is written, and nothing is promised. */
export const upcomingBill = async (
  services: Services,
  context: CommandContext,
  organisation: string,
  code: string,
): Promise<ReadOutcome<UpcomingBill>> => {
  if (!allows(context, 'billing:read'))
    return failed({ code: 'FORBIDDEN', detail: 'This takes the scope billing:read.' })
  const { eventStore, foldCache, clock } = services
  const walletId = walletIdOf(organisation, `${code}/0`)
  const { state: purse, position } = await load(eventStore, foldCache, wallet, walletId)
  const { state: profile } = await load(eventStore, foldCache, billingProfile, organisation)
  const billed = profile.terms.priceBook?.asset
  const asset = purse.asset ?? (billed?.startsWith(`${code}/`) === true ? billed : undefined)
  if (asset === undefined || !actsFor(context, organisation)) {
    const { rejected, detail } = notFound('wallet')
    return failed({ code: rejected, detail })
  }
  const cycle = await load(eventStore, foldCache, billCycle, walletId)
  const end = clock.now().toISOString()
  const of = { walletId, organisation, asset }
  const gathered = await gather(services, of, cycle.state, end)
  if ('rejected' in gathered) return failed({ code: gathered.rejected, detail: gathered.detail })
  if ('code' in gathered) return failed(gathered)
  const { period, lines } = gathered
  const { totals } = totalsOf(lines, profile.terms.tax)
  return {
    kind: 'read',
    view: { asset, period, lines: [...lines], totals },
    stream: `billCycle-${walletId}`,
    revision: cycle.revision < 0n ? 0n : cycle.revision,
    position: position > cycle.position ? position : cycle.position,
  }
}
