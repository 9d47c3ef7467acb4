import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { readBooks } from '../../commands/shared/books/read.ts'
import { change } from '../../commands/shared/change.ts'
import { wallet, walletIdOf } from '../../domain/billing/wallet/wallet.ts'
import { streamOf } from '../../domain/shared/decider.ts'
import { startEventStore } from '../../ops/embedded/event-store/start.ts'
import { connectEventStore } from '../../platform/event-store/connect.ts'
import { manualClock } from '../../platform/clock/clock.ts'
import { newId } from '../../platform/ids/ids.ts'
import { contextOf, servicesOn } from '../kit/services.ts'

t.setTimeout(120_000)

const server = await startEventStore({ dataDir: t.testdir(), port: 0 })
const eventStore = connectEventStore(server.connectionString)
t.teardown(async () => {
  await eventStore.close()
  await server.stop()
})

const doomed = fileURLToPath(new URL('./doomed-process.ts', import.meta.url))

const killed = async (
  organisation: string,
  commandId: string,
  when: 'before' | 'after',
  ...more: readonly string[]
) => {
  const args = [doomed, server.connectionString, organisation, commandId, when, ...more]
  const child = spawn(process.execPath, ['--import=tsx', ...args], { stdio: 'ignore' })
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
  return signal
}

for (const when of ['before', 'after'] as const)
  t.test(`killed ${when} its append, a command is repeated elsewhere`, async (t) => {
    const [organisation, commandId] = [newId(), newId()]
    const id = walletIdOf(organisation, 'USD/2')
    const repeat = (amount: bigint) =>
      change(servicesOn(eventStore), contextOf(commandId), `credit ${amount}`, wallet, id, {
        organisation,
        asset: 'USD/2',
        type: 'CreditWallet',
        amount,
        reason: 'test',
      })
    t.equal(await killed(organisation, commandId, when), 'SIGKILL')
    const happened = when === 'after'
    t.equal((await eventStore.read(streamOf(wallet, id))).length, happened ? 1 : 0)
    const answer = await repeat(100n)
    t.match(answer, { replayed: happened, revision: 0n })
    t.match(await repeat(100n), { replayed: true, revision: 0n }, 'and once more')
    t.match(await repeat(200n), { code: 'IDEMPOTENCY_KEY_REUSED' })
    t.equal((await eventStore.read(streamOf(wallet, id))).length, 1)
  })

const nextMonth = '2026-02-02T00:00:00.000Z'

for (const when of ['before', 'after'] as const)
  for (const [index, what] of ['closes a book', 'opens the next', 'writes into it'].entries())
    t.test(`killed ${when} it ${what}, a command is repeated elsewhere`, async (t) => {
      const [organisation, commandId] = [newId(), newId()]
      const id = walletIdOf(organisation, 'USD/2')
      const credit = (key: string, now?: string) => {
        const services = servicesOn(eventStore, now === undefined ? undefined : manualClock(now))
        const command = { type: 'CreditWallet', amount: 100n, reason: 'test' } as const
        const whole = { organisation, asset: 'USD/2', ...command } as const
        return change(services, contextOf(key), 'credit 100', wallet, id, whole)
      }
      await credit(newId())
      const nth = (index + 1).toString()
      t.equal(await killed(organisation, commandId, when, nth, nextMonth), 'SIGKILL')
      const replayed = when === 'after' && nth === '3'
      const answers = await Promise.all([
        credit(commandId, nextMonth),
        credit(newId(), nextMonth),
        credit(newId(), nextMonth),
      ])
      t.match(answers[0], { replayed })
      t.match(await credit(commandId, nextMonth), { replayed: true, state: { available: 400n } })
      const { events } = await readBooks(eventStore, wallet, id)
      t.strictSame(
        events.map(({ type }) => type),
        ['WalletCredited', 'BooksClosed', 'BooksOpened', ...Array(3).fill('WalletCredited')],
      )
    })
