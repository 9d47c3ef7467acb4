import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { closeBudget } from '../../../commands/agents/budgets/close.ts'
import { openBudget } from '../../../commands/agents/budgets/open.ts'
import { change } from '../../../commands/shared/change.ts'
import { wallet, walletIdOf, type WalletEvent } from '../../../domain/billing/wallet/wallet.ts'
import { decodeEvent } from '../../../domain/events.ts'
import { trialBalanceOf } from '../../../ops/ledger/trial-balance.ts'
import { transactionsOf } from '../../../ops/ledger/transactions.ts'
import { verifyLedger } from '../../../ops/ledger/verify.ts'
import { startEventStore } from '../../../ops/embedded/event-store/start.ts'
import { wholeLog } from '../../../ops/log/whole-log.ts'
import { systemClock } from '../../../platform/clock/clock.ts'
import { connectEventStore } from '../../../platform/event-store/connect.ts'
import { newId } from '../../../platform/ids/ids.ts'
import type { EventStore, RecordedEvent } from '../../../platform/event-store/types.ts'
import { memoryVault } from '../../kit/memory-vault.ts'
import { contextOf, servicesOn } from '../../kit/services.ts'
import { readCharges } from './charges.ts'
import { overspending } from './check.ts'
import { fallbacksReserveNothing, plant, reservesAfterwards, spender } from './planting.ts'
import { settleAll } from './settle-all.ts'

t.setTimeout(600_000)
const server = await startEventStore({ dataDir: t.testdir(), port: 0 })
t.teardown(() => server.stop())

const processes = 10
/** So many of them are killed, each when the log has grown by so much more; another takes the place of each. */
const kills = 6
const eventsBetweenKills = 30

type World = {
  readonly eventStore: EventStore
  readonly organisation: string
  readonly budgetIds: readonly string[]
  readonly files: readonly string[]
}

const logOf = async (eventStore: EventStore, organisation: string) => {
  const all: RecordedEvent[] = []
  for await (const page of wholeLog(eventStore)) all.push(...page)
  return all.filter(({ data }) => (data as { organisation?: string }).organisation === organisation)
}

/** Three budgets of two cents each, and ten processes that would spend many times as much of them. */
const spend = async (
  t: Test,
  { folder, loader, calls }: { folder: string; loader: readonly string[]; calls: number },
  kill: boolean,
): Promise<World> => {
  const eventStore = connectEventStore(server.connectionString)
  t.teardown(() => eventStore.close())
  const services = { ...servicesOn(eventStore, systemClock), vault: memoryVault() }
  const organisation = newId()
  const asset = 'USD/2'
  const credit = {
    type: 'CreditWallet',
    organisation,
    asset,
    amount: 10_000n,
    reason: 'x',
  } as const
  const context = contextOf(newId())
  await change(services, context, 'x', wallet, walletIdOf(organisation, asset), credit)
  const budgetIds = [newId(), newId(), newId()]
  for (const budgetId of budgetIds) {
    const purpose = { kind: 'SELF', id: organisation } as const
    const limit = { amount: '2', asset }
    const outcome = await openBudget(services, { budgetId, organisation, limit, purpose, context })
    t.match(outcome, { kind: 'opened' })
  }
  const files: string[] = []
  const start = (end: 'LIVES' | 'DIES'): ChildProcess => {
    const file = `${folder}/charges-${files.length}.ndjson`
    writeFileSync(file, '')
    files.push(file)
    const seed = String(files.length)
    const args = [
      server.connectionString,
      file,
      seed,
      organisation,
      budgetIds.join(','),
      `${calls}`,
      end,
    ]
    return spawn(process.execPath, ['--import=tsx', ...loader, spender, ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  }
  // Whether a kill from outside strikes while a provider works is a matter of luck; this one does.
  if (kill)
    t.strictSame(await once(start('DIES'), 'exit'), [null, 'SIGKILL'], 'one died in an attempt')
  const after = await eventStore.head()
  const running = Array.from({ length: processes }, () => start('LIVES'))
  const ends = running.map((child) => once(child, 'exit'))
  if (kill) {
    const stop = new AbortController()
    // Whoever is through before its turn leaves nothing to wait for.
    const all = async (): Promise<void> => {
      for (const end of ends) await end
      stop.abort()
    }
    const through = all()
    let killed = 0
    let seen = 0
    const options = { after, streamPrefixes: ['agentBudget-'], signal: stop.signal }
    for await (const messages of eventStore.subscribeAll(options)) {
      seen += messages.filter(({ kind }) => kind === 'event').length
      if (killed === kills || seen < (killed + 1) * eventsBetweenKills) continue
      const victim = running.find(
        ({ exitCode, signalCode }) => exitCode === null && signalCode === null,
      )
      killed += 1
      if (victim?.kill('SIGKILL') !== true) continue
      const another = start('LIVES')
      running.push(another)
      ends.push(once(another, 'exit'))
    }
    await through
    const struck = running.filter(({ signalCode }) => signalCode === 'SIGKILL')
    t.ok(struck.length >= kills / 2, `${struck.length} processes were killed`)
  }
  await Promise.all(ends)
  return { eventStore, organisation, budgetIds, files }
}

t.test('ten processes, failures, fallbacks and kills: no budget is ever passed', async (t) => {
  const world = await spend(t, { folder: t.testdir(), loader: [], calls: 14 }, true)
  const { eventStore, organisation, budgetIds, files } = world
  const log = await logOf(eventStore, organisation)
  const charges = readCharges(files)
  t.ok(charges.length > 50, 'providers were asked')
  t.strictSame(overspending(log, charges), [])

  const services = { ...servicesOn(eventStore, systemClock), vault: memoryVault() }
  for (const budgetId of budgetIds) {
    await closeBudget(services, { budgetId, context: contextOf(newId()) })
    await settleAll(services, budgetId)
  }
  const after = await logOf(eventStore, organisation)
  t.strictSame(overspending(after, charges), [])
  // What a killed process has left is lost at the latest when its budget is settled.
  const reasons = new Set(
    after.flatMap(({ type, data }) =>
      type === 'LlmAttemptFailed' ? (data as { readonly reason: string }).reason : [],
    ),
  )
  for (const reason of ['OVERLOADED', 'TIMEOUT', 'LOST']) t.ok(reasons.has(reason), reason)
  const money = after.flatMap((event) =>
    event.stream.startsWith('wallet-') ? [decodeEvent(event) as WalletEvent] : [],
  )
  for (const budgetId of budgetIds) {
    const held = money.find(({ type, data }) => type === 'FundsHeld' && data.holdId === budgetId)
    const spent = money.filter(
      (event) => event.type === 'HoldSpent' && event.data.holdId === budgetId,
    )
    t.equal(spent.length, 1)
    const [end] = spent
    if (end?.type !== 'HoldSpent') throw new Error('no end of the hold')
    t.equal(BigInt(end.data.amount) + BigInt(end.data.released), BigInt(held?.data.amount ?? -1))
  }
  for (const { debits, credits } of trialBalanceOf(transactionsOf(after))) t.equal(debits, credits)
  t.strictSame((await verifyLedger(eventStore)).findings, [])
  t.comment(`${charges.length} attempts, ${after.length} events`)
})

for (const [name, edit] of Object.entries({ reservesAfterwards, fallbacksReserveNothing }))
  t.test(`a planted bug is found: ${name}`, async (t) => {
    const folder = t.testdir()
    const loader = plant(edit, folder)
    const { eventStore, organisation, files } = await spend(t, { folder, loader, calls: 8 }, false)
    const found = overspending(await logOf(eventStore, organisation), readCharges(files))
    t.ok(found.length > 0, found[0] ?? 'nothing was found')
  })
