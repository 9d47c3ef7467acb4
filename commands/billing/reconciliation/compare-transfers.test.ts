import t from 'tap'
import { compareTransfers } from './compare-transfers.ts'
import type { OurTransfer } from './our-record.ts'

const at = (hour: number): string => `2026-03-01T${String(hour).padStart(2, '0')}:00:00.000Z`
const ours = (requested: number, sent?: number): ReadonlyMap<string, OurTransfer> =>
  new Map([
    [
      'transfer',
      {
        ...{ transferId: 'transfer', organisation: 'seller', amount: '500', asset: 'USD/2' },
        requestedAt: at(requested),
        ...(sent === undefined ? {} : { sentAt: at(sent) }),
      },
    ],
  ])
const theirs = (created: number, amount = '500') => ({
  ...{ id: 'tr_1', transferId: 'transfer', accountId: 'acct_1', createdAt: at(created) },
  amount: { amount, asset: 'USD/2' },
  reversed: { amount: '0', asset: 'USD/2' },
})
/** From ten o'clock; after twenty it may still be on its way. */
const period = {
  isQuiet: (instant: string) => instant <= at(20),
  inPeriod: (instant: string) => instant >= at(10) && instant <= at(20),
}
const codes = (
  here: ReadonlyMap<string, OurTransfer>,
  there: Parameters<typeof compareTransfers>[1],
): readonly string[] => compareTransfers(here, there, period).map(({ code }) => code)

t.test('what was asked for before the period, and made within it, is known', async (t) => {
  t.same(codes(ours(9, 10), [theirs(10)]), [])
  t.same(codes(ours(9, 10), [theirs(10, '499')]), ['TRANSFER_AMOUNT_DIFFERS'])
  t.same(codes(new Map(), [theirs(10)]), ['PROVIDER_TRANSFER_UNKNOWN'])
})

t.test('missing is what was sent in the period, and not just now', async (t) => {
  t.same(codes(ours(11, 12), []), ['TRANSFER_MISSING'])
  t.same(codes(ours(11), []), [], 'nobody says that it was sent')
  t.same(codes(ours(9, 9), []), [], 'before what was listed')
  t.same(codes(ours(19, 21), []), [], 'after it was listed')
})
