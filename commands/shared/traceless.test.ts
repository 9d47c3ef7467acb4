import t from 'tap'
import { wallet, walletIdOf, type WalletCommand } from '../../domain/billing/wallet/wallet.ts'
import { newId } from '../../platform/ids/ids.ts'
import { memoryLog } from '../../test/kit/memory-log.ts'
import { contextOf, servicesOn } from '../../test/kit/services.ts'
import { change } from './change.ts'

/** What docs/decisions/0008 says of commands that leave nothing in the log. */
const newWallet = () => {
  const { eventStore, all } = memoryLog()
  const organisation = newId()
  const of = { organisation, asset: 'USD/2' } as const
  const run = async (commandId: string, command: WalletCommand) => {
    // A new process each time: nothing is remembered but by the log.
    const inputHash = JSON.stringify(command, (_, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    )
    const id = walletIdOf(organisation, 'USD/2')
    return change(servicesOn(eventStore), contextOf(commandId), inputHash, wallet, id, command)
  }
  const credit = (amount: bigint): WalletCommand => ({
    ...of,
    type: 'CreditWallet',
    amount,
    reason: 'test',
  })
  const holdId = newId()
  const hold = (amount: bigint): WalletCommand => ({
    ...of,
    type: 'HoldFunds',
    holdId,
    jobId: holdId,
    amount,
  })
  return { all, run, credit, hold }
}

t.test(
  'what was refused was not done: its key decides again, and may be used otherwise',
  async (t) => {
    const { all, run, credit, hold } = newWallet()
    const key = newId()
    t.match(await run(key, hold(50n)), { rejected: 'INSUFFICIENT_FUNDS' })
    t.match(await run(key, hold(60n)), { rejected: 'INSUFFICIENT_FUNDS' })
    t.equal(all.length, 0, 'and leaves nothing, not even for things that do not exist')
    await run(newId(), credit(100n))
    t.match(await run(key, hold(50n)), { replayed: false, revision: 1n })
    t.match(await run(key, hold(50n)), { replayed: true, revision: 1n }, 'from then on for ever')
    t.match(await run(key, hold(60n)), { code: 'IDEMPOTENCY_KEY_REUSED' })
  },
)

t.test('what was true already is answered as done, and decides again', async (t) => {
  const { all, run, credit, hold } = newWallet()
  await run(newId(), credit(100n))
  await run(newId(), hold(50n))
  const key = newId()
  t.match(await run(key, hold(50n)), { replayed: false, revision: 1n, events: [] })
  t.match(await run(key, hold(50n)), { replayed: false, revision: 1n, events: [] })
  t.equal(all.length, 2)
})
