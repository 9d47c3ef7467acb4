import t from 'tap'
import { trialBalanceOf, type LedgerPoint } from '../../../ops/ledger/trial-balance.ts'
import { balanceFromRows } from '../../../ops/ledger/read-ledger.ts'
import { transactionsOf } from '../../../ops/ledger/transactions.ts'
import { connectPostgres } from '../../../platform/postgres/connect.ts'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import { moneyLog } from '../../../test/kit/money-log.ts'
import { applierOn, emptyRows, select } from '../../../test/read-models/rows.ts'
import { startTestPostgres } from '../../../test/servers/postgres.ts'
import type { ReadModelTables } from '../../tables.ts'

const server = await startTestPostgres()
const { pool, db, close } = await connectPostgres<ReadModelTables>(server.url)
t.teardown(async () => {
  await close()
  await server.stop()
})

const { events } = moneyLog()
const transactions = transactionsOf(events)
await emptyRows(pool)
await (await applierOn(pool)).apply(events)

const isZero = (balances: ReturnType<typeof trialBalanceOf>): boolean =>
  balances.every(({ debits, credits }) => debits === credits)

t.test('at every position rows and log say the same, and the sum is zero', async (t) => {
  let seen = 0
  for (const { position } of events) {
    const point: LedgerPoint = { position }
    const [rows, log] = [
      await balanceFromRows({ pool, db }, point),
      trialBalanceOf(transactions, point),
    ]
    t.same(rows, log, position.toString())
    t.ok(isZero(log), 'zero')
    seen = Math.max(seen, log[0]?.accounts.length ?? 0)
  }
  t.ok(seen >= 15, `${seen} accounts of the chart are moved`)
})

t.test('in both times: what was booked before, but recorded after', async (t) => {
  const year = new Date('2025-12-31T23:59:59.999Z')
  const closed = await balanceFromRows({ pool, db }, { bookedUntil: year })
  t.same(closed, trialBalanceOf(transactions, { bookedUntil: year }))
  // Only the adjusting entry was booked in the old year; its reversal is of the new one.
  t.match(closed, [
    {
      asset: 'USD/2',
      accounts: [
        { account: 'psp_clearing', debits: 0n, credits: 29n },
        { account: 'psp_fees', debits: 29n, credits: 0n },
      ],
    },
  ])
  t.same(await balanceFromRows({ pool, db }, { bookedUntil: year, recordedUntil: year }), [])
  const both = { bookedUntil: year, recordedUntil: new Date('2027-01-01T00:00:00.000Z') }
  t.same(await balanceFromRows({ pool, db }, both), closed)
})

t.test('without a point: the totals that are kept are the sums of the entries', async (t) => {
  const end = events.at(-1)?.position ?? 0n
  const kept = (await select(pool, 'ledger_accounts', 'asset, account')).map((row) => row)
  const sums = trialBalanceOf(transactions, { position: end }).flatMap(({ asset, accounts }) =>
    accounts.map(({ account, debits, credits }) => ({ account, asset, debits, credits })),
  )
  t.same(
    kept.map(({ account, asset, debits, credits }) => ({
      ...{ account, asset },
      debits: BigInt(String(debits)),
      credits: BigInt(String(credits)),
    })),
    sums.sort((a, b) => (a.account < b.account ? -1 : 1)),
  )
  t.match(
    kept.find(({ account }) => account === 'psp_clearing'),
    { type: 'psp_clearing', owner: null, normal: 'DEBIT' },
  )
})

t.test('an entry names what it is about', async (t) => {
  const entries = await select(pool, 'ledger_entries', 'position, leg')
  const of = (column: string, name: string) =>
    new Set(entries.filter((row) => row[column] === idNamed(name)).map((row) => row['event_type']))
  t.same(of('payment_id', 'card'), new Set(['FundsHeld', 'HoldCaptured', 'CardCaptureSettled']))
  t.same(of('entry_id', 'entry'), new Set(['JournalEntryRecorded', 'JournalEntryReversed']))
  t.ok(of('bill_id', 'bill').has('WalletBillPaid') && of('bill_id', 'bill').has('BillFinalised'))
  t.same(of('payout_id', 'payout'), new Set(['PayoutRequested', 'PayoutPaid']))
  t.same(of('dispute_id', 'dispute'), new Set(['DisputeOpened', 'DisputeClosed']))
  t.same(of('charge_id', 'charge'), new Set(['WalletCharged', 'WalletChargeRefunded']))
  const [adjusted] = entries.filter((row) => row['event_type'] === 'JournalEntryRecorded')
  t.match(adjusted, { organisation: null, booked_at: new Date('2025-12-31T23:59:59.000Z') })
  const [entry] = await select(pool, 'journal_entries', 'entry_id')
  t.match(entry, { status: 'REVERSED', legs: [{ account: 'psp_fees' }, {}] })
})
