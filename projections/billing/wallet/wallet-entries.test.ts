import { deepStrictEqual, equal } from 'node:assert/strict'
import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { storedEntries, stored } from '../../../domain/billing/wallet/entries.ts'
import { initial } from '../../../domain/billing/wallet/wallet-state.ts'
import { wallet, walletIdOf, type WalletCommand } from '../../../domain/billing/wallet/wallet.ts'
import { getById, valuesOf } from '../../../domain/shared/id-map.ts'
import { instantOf } from '../../../domain/shared/instant.ts'
import { isRejection } from '../../../domain/shared/rejection.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { connectPostgres } from '../../../platform/postgres/connect.ts'
import { meta } from '../../../test/kit/given-when-then/meta.ts'
import { hour, of, start, wish } from '../../../test/kit/wallet-wishes.ts'
import { createRecorder } from '../../../test/read-models/recorder.ts'
import { applierOn, emptyRows, inPieces, select } from '../../../test/read-models/rows.ts'
import { startTestPostgres } from '../../../test/servers/postgres.ts'
import { storedTopUp } from './auto-top-up.ts'

t.setTimeout(120_000)
const server = await startTestPostgres()
const { pool, close } = await connectPostgres(server.url)
t.teardown(async () => {
  await close()
  await server.stop()
})

/** What comes of these wishes, as the log has it, and what the domain makes of that. */
const played = (wishes: readonly (readonly [object, number])[]) => {
  const recorder = createRecorder()
  let state = initial
  let now = start
  for (const [index, [bare, hours]] of wishes.entries()) {
    now += hours * hour
    // A wish with whose wallet it is about is a command.
    const command = { ...of, ...bare } as WalletCommand
    const id = (name: string): string => derivedId(index.toString(), name)
    const decision = wallet.decide(command, state, { ...meta, now: instantOf(now), id })
    if (isRejection(decision)) continue
    for (const event of decision) recorder.append(stream, event)
    state = decision.reduce(wallet.evolve, state)
  }
  return { events: recorder.events, state }
}
const walletId = walletIdOf(of.organisation, of.asset)
const stream = `wallet-${walletId}`

t.test('rows are what the domain folds', async (t) => {
  const wishes = fc.array(fc.tuple(wish, fc.integer({ min: 0, max: 6 })), {
    minLength: 60,
    maxLength: 120,
  })
  // However the log is divided: a row is there only for who said that it touches it.
  const pieces = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(wishes, pieces, async (some, lengths) => {
      const { events, state } = played(some)
      await emptyRows(pool)
      const applier = await applierOn(pool)
      for (const piece of inPieces(events, lengths)) await applier.apply(piece)
      const [row] = await select(pool, 'wallets', 'wallet_id')
      if (row === undefined) {
        equal(events.length, 0)
        return
      }
      equal(row['available'], state.available.toString())
      equal(row['debt'], state.debt.toString())
      deepStrictEqual(row['auto_top_up'], storedTopUp(state))
      const grants = await select(pool, 'credit_grants', 'created_position')
      equal(grants.length, valuesOf(state.grants).length)
      for (const { grant_id, remaining, status, rolled_over } of grants) {
        const grant = getById(state.grants, String(grant_id))
        equal(remaining, grant?.remaining.toString())
        equal(status, grant?.status)
        equal(rolled_over, grant?.rolledOver)
      }
      const limits = await select(pool, 'wallet_limits', 'wallet_id')
      deepStrictEqual(
        sorted(limits.flatMap((each) => each['limits'] as readonly Limit[])),
        sorted(valuesOf(state.limits).map((limit) => storedEntries.limits.parse(stored(limit)))),
      )
      for (const { spending_id, taken, refunded, status, counted } of await select(
        pool,
        'wallet_spendings',
        'created_position',
      )) {
        const id = String(spending_id)
        const hold = getById(state.holds, id)
        const charge = getById(state.charges, id)
        if (hold?.status === 'CAPTURED') {
          equal(taken, hold.captured.toString())
          equal(refunded, hold.refunded.toString())
          deepStrictEqual(counted, hold.counted)
        } else if (hold?.status === 'SPENT') {
          equal(status, 'TAKEN')
          equal(taken, hold.spent.toString())
        } else if (charge?.status === 'CHARGED') {
          equal(taken, charge.amount.toString())
          equal(refunded, charge.refunded.toString())
        } else equal(status, hold?.status)
      }
    }),
    { numRuns: 15 },
  )
  t.pass('for all of them')
})

type Limit = { readonly limitId: string }
const sorted = <Each extends Limit>(limits: readonly Each[]): readonly Each[] =>
  limits.toSorted((a, b) => (a.limitId < b.limitId ? -1 : 1))
