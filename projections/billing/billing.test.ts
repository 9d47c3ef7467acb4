import { equal } from 'node:assert/strict'
import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { initial, type Wallet } from '../../domain/billing/wallet/wallet-state.ts'
import { wallet, type WalletEvent } from '../../domain/billing/wallet/wallet.ts'
import { decodeEvent } from '../../domain/events.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { createRecorder } from '../../test/read-models/recorder.ts'
import { applierOn, emptyRows, select } from '../../test/read-models/rows.ts'
import { idOf } from '../../test/read-models/samples.ts'
import { arbitraryLog, play, wholeJob } from '../../test/read-models/steps.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'

const server = await startTestPostgres()
const { pool, close } = await connectPostgres(server.url)
t.teardown(async () => {
  await close()
  await server.stop()
})

const credit = 10n ** 30n + 1n

t.test('a wallet, its entries and its accounts', async (t) => {
  const recorder = createRecorder()
  play(recorder, [...wholeJob, 'refund'])
  await emptyRows(pool)
  await (await applierOn(pool)).apply(recorder.events)
  const walletId = `${idOf('organisation', 'x')}-USD`
  t.match(await select(pool, 'wallets', 'wallet_id'), [
    { wallet_id: walletId, available: (credit - 101n + 33n).toString(), held: '0', revision: 3n },
  ])
  const entries = await select(pool, 'ledger_entries', 'position, leg')
  t.match(
    entries.map(({ event_type, leg, side, amount }) => [event_type, leg, side, amount]),
    [
      ['WalletCredited', 0, 'DEBIT', credit.toString()],
      ['WalletCredited', 1, 'CREDIT', credit.toString()],
      ['FundsHeld', 0, 'DEBIT', '120'],
      ['FundsHeld', 1, 'CREDIT', '120'],
      ['HoldCaptured', 0, 'DEBIT', '120'],
      ['HoldCaptured', 1, 'CREDIT', '91'],
      ['HoldCaptured', 2, 'CREDIT', '10'],
      ['HoldCaptured', 3, 'CREDIT', '19'],
      ['ChargeRefunded', 0, 'DEBIT', '29'],
      ['ChargeRefunded', 1, 'DEBIT', '4'],
      ['ChargeRefunded', 2, 'CREDIT', '33'],
    ],
  )
  t.match(entries[2], { job_id: idOf('job', '1'), hold_id: idOf('hold', '1'), wallet_id: walletId })
  t.match(entries[0], { job_id: null, hold_id: null })
  const commission = await pool.query(
    "SELECT debits, credits FROM ledger_accounts WHERE account = 'commission_revenue'",
  )
  t.same(commission.rows, [{ debits: '4', credits: '10' }])
})

t.test('the books balance, and wallets are what the domain folds', async (t) => {
  await fc.assert(
    fc.asyncProperty(arbitraryLog(), async (events) => {
      await emptyRows(pool)
      await (await applierOn(pool)).apply(events)
      const { rows: sums } = await pool.query<{ total: string; entries: string }>(
        `SELECT sum(debits - credits) AS total,
          sum(debits + credits) -
            (SELECT sum(amount) FROM ledger_entries e WHERE e.asset = ledger_accounts.asset) AS entries
         FROM ledger_accounts GROUP BY asset`,
      )
      for (const sum of sums) equal(`${sum.total} ${sum.entries}`, '0 0')
      const states = new Map<string, Wallet>()
      for (const event of events.filter(({ stream }) => stream.startsWith('wallet-')))
        states.set(
          event.stream,
          wallet.evolve(states.get(event.stream) ?? initial, decodeEvent(event) as WalletEvent),
        )
      const rows = await select(pool, 'wallets', 'wallet_id')
      equal(rows.length, states.size)
      for (const { wallet_id, available, held } of rows) {
        const state = states.get(`wallet-${String(wallet_id)}`)
        equal(available, state?.available.toString())
        equal(held, state?.held.toString())
      }
    }),
    { numRuns: 10 },
  )
  t.pass('for all of them')
})
