import { deepStrictEqual } from 'node:assert/strict'
import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { change } from '../../commands/shared/change.ts'
import { wallet, walletIdOf, type WalletCommand } from '../../domain/billing/wallet/wallet.ts'
import { instantOf } from '../../domain/shared/instant.ts'
import { manualClock } from '../../platform/clock/clock.ts'
import { connectPostgres } from '../../platform/postgres/connect.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { memoryLog } from '../../test/kit/memory-log.ts'
import { contextOf, servicesOn } from '../../test/kit/services.ts'
import { hour, of, start, wish } from '../../test/kit/wallet-wishes.ts'
import { applierOn, dump, emptyRows } from '../../test/read-models/rows.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'

const server = await startTestPostgres()
const { pool, close } = await connectPostgres(server.url)
t.teardown(async () => {
  await close()
  await server.stop()
})

const { books, ...endless } = wallet
if (books === undefined) throw new Error('a wallet keeps books')

/** What happens to a wallet in half a year, as a log. */
const logOf = async (wishes: readonly unknown[], aggregate: typeof wallet) => {
  const { eventStore, all } = memoryLog()
  const clock = manualClock(instantOf(start))
  const services = servicesOn(eventStore, clock)
  const walletId = walletIdOf(of.organisation, of.asset)
  const credit = { type: 'CreditWallet', amount: 20_000n, reason: 'x' }
  for (const [index, bare] of [credit, ...wishes].entries()) {
    clock.advance(30 * hour)
    // The two fields make each command of the union whole again.
    const command = { ...of, ...(bare as object) } as WalletCommand
    const context = contextOf(derivedId(index.toString()))
    await change(services, context, 'x', aggregate, walletId, command)
  }
  return all
}

/** What says where in the log a row comes from, and ids that follow from that. */
const column = '"(?:\\w*position|revision|stream|notification_id)": (?:\\d+|"[^"]*")'
const places = new RegExp(`, ${column}|${column}, `, 'g')

/** Rows as texts, without where in the log they come from; the log itself and its counts are left out. */
const rowsOf = async (log: Awaited<ReturnType<typeof logOf>>) => {
  await emptyRows(pool)
  await (await applierOn(pool)).apply(log)
  const { event_log: _, event_minutes: __, event_types: ___, ...tables } = await dump(pool)
  return Object.entries(tables).flatMap(([table, rows]) =>
    rows.map((row) => `${table} ${row.replaceAll(places, '')}`),
  )
}

t.test('the read models do not know whether a wallet’s books were closed', async (t) => {
  const wishes = fc.sample(wish, { numRuns: 150, seed: 7 })
  const divided = await logOf(wishes, { ...wallet, books: { ...books, maxEvents: 40 } })
  const whole = await logOf(wishes, endless)
  const openings = divided.filter(({ type }) => type === 'BooksOpened').length
  t.ok(openings >= 6, `${openings} books were opened`)
  const [one, other] = [await rowsOf(divided), await rowsOf(whole)]
  t.ok(other.length > 50, `${other.length} rows`)
  deepStrictEqual(one.toSorted(), other.toSorted())
})
