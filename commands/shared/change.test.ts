import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import type { Wallet } from '../../domain/billing/wallet/wallet-state.ts'
import { wallet, walletIdOf, type WalletCommand } from '../../domain/billing/wallet/wallet.ts'
import { imbalanceOf } from '../../domain/billing/ledger/postings.ts'
import { decodeEvent } from '../../domain/events.ts'
import { fold, streamOf } from '../../domain/shared/decider.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import { manualClock } from '../../platform/clock/clock.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import { derivedId, newId } from '../../platform/ids/ids.ts'
import { contextOf, servicesOn } from '../../test/kit/services.ts'
import { meta } from '../../test/kit/given-when-then/meta.ts'
import { startTestEventStore } from '../../test/servers/event-store.ts'
import { change, type ChangeResult } from './change.ts'
import type { CommandContext } from './context.ts'
import type { Services } from './services.ts'

const { eventStore, stop } = await startTestEventStore()
t.teardown(stop)

const asset = 'USD/2'

/** A new wallet, and how one process's services change it. The input of a command is the command itself. */
const newWallet = () => {
  const organisation = newId()
  const id = walletIdOf(organisation, asset)
  const of = { organisation, asset } as const
  const run = (services: Services, context: CommandContext, command: WalletCommand) => {
    const inputHash = `${command.type} ${'amount' in command ? command.amount.toString() : ''}`
    return change(services, context, inputHash, wallet, id, command)
  }
  return {
    stream: streamOf(wallet, id),
    run,
    credit: (services: Services, context: CommandContext, amount: bigint) =>
      run(services, context, { ...of, type: 'CreditWallet', amount, reason: 'test' }),
    hold: (services: Services, context: CommandContext, holdId: string, amount: bigint) =>
      run(services, context, { ...of, type: 'HoldFunds', holdId, jobId: holdId, amount }),
    release: (services: Services, context: CommandContext, holdId: string) =>
      run(services, context, { ...of, type: 'ReleaseHold', holdId, reason: 'test' }),
    stored: () => eventStore.read(streamOf(wallet, id)),
  }
}

const changed = (result: ChangeResult<Wallet>) => {
  if (!('stream' in result)) throw new Error(`refused: ${JSON.stringify(result)}`)
  return result
}
const codeOf = (result: ChangeResult<Wallet>): string | undefined => {
  if ('stream' in result) return undefined
  return isRejection(result) ? result.rejected : result.code
}

/** An event store in front of which something is done before each append, as another process might. */
const intercepted = (before: () => Promise<unknown>): EventStore => ({
  ...eventStore,
  append: async (...args) => {
    await before()
    return eventStore.append(...args)
  },
})

t.test('a command is executed once, and a repetition is answered as it was', async (t) => {
  const services = servicesOn(eventStore)
  const { credit, stored } = newWallet()
  const context = contextOf(newId())
  const first = changed(await credit(services, context, 100n))
  changed(await credit(services, contextOf(newId()), 11n))
  const again = changed(await credit(services, context, 100n))
  services.foldCache.clear()
  const afterFlush = changed(await credit(services, context, 100n))
  const elsewhere = changed(await credit(servicesOn(eventStore), context, 100n))
  t.equal(first.replayed, false)
  for (const { replayed, revision, position } of [again, afterFlush, elsewhere])
    t.strictSame(
      { replayed, revision, position },
      { replayed: true, revision: first.revision, position: first.position },
    )
  t.equal((await stored()).length, 2)
})

t.test('the same command with another input is a conflict, whoever remembers what', async (t) => {
  const services = servicesOn(eventStore)
  const { credit, stored } = newWallet()
  const context = contextOf(newId())
  changed(await credit(services, context, 100n))
  t.equal(codeOf(await credit(services, context, 200n)), 'IDEMPOTENCY_KEY_REUSED')
  services.foldCache.clear()
  t.equal(codeOf(await credit(services, context, 200n)), 'IDEMPOTENCY_KEY_REUSED')
  t.equal(codeOf(await credit(servicesOn(eventStore), context, 200n)), 'IDEMPOTENCY_KEY_REUSED')
  t.equal((await stored()).length, 1)
})

t.test('even when the other input is on its way in another process', async (t) => {
  const { credit, stored } = newWallet()
  const context = contextOf(newId())
  const fast = servicesOn(eventStore)
  const slow = servicesOn(intercepted(() => credit(fast, context, 100n)))
  t.equal(codeOf(await credit(slow, context, 200n)), 'IDEMPOTENCY_KEY_REUSED')
  t.equal((await stored()).length, 1)
})

t.test('two processes that execute one command at a time agree on what was written', async (t) => {
  const { credit, stored } = newWallet()
  const context = contextOf(newId())
  const ahead = manualClock(meta.now)
  ahead.advance(5)
  const fast = servicesOn(eventStore)
  const slow = servicesOn(
    intercepted(() => credit(fast, context, 100n)),
    ahead,
  )
  const { replayed, revision, state } = changed(await credit(slow, context, 100n))
  t.strictSame({ replayed, revision }, { replayed: true, revision: 0n })
  const [event] = await stored()
  t.match(event?.data, { at: meta.now })
  t.equal(state.available, 100n)
})

t.test('a stale cache never leads to a wrong rejection', async (t) => {
  const here = servicesOn(eventStore)
  const there = servicesOn(eventStore)
  const { credit, hold, run } = newWallet()
  const holdId = newId()
  const { revision } = changed(await credit(here, contextOf(newId()), 1n))
  changed(await credit(there, contextOf(newId()), 99n))
  t.test('insufficient funds are not believed', async (t) => {
    t.equal(codeOf(await hold(here, contextOf(newId()), holdId, 100n)), undefined)
  })
  t.test('nor that nothing is to be done', async (t) => {
    const of = { organisation: newId(), asset }
    changed(
      await run(there, contextOf(newId()), { ...of, type: 'ReleaseHold', holdId, reason: '' }),
    )
    const again = await run(here, contextOf(newId()), {
      ...of,
      type: 'CaptureHold',
      holdId,
      amount: 1n,
      providerOrganisation: newId(),
      commissionBasisPoints: 0,
    })
    t.equal(codeOf(again), 'HOLD_ALREADY_RESOLVED')
  })
  t.test('nor a revision', async (t) => {
    const current = changed(await credit(there, contextOf(newId()), 5n)).revision
    const precise = contextOf(newId(), { expectedRevision: current })
    t.equal(codeOf(await credit(here, precise, 1n)), undefined)
    const outdated = contextOf(newId(), { expectedRevision: revision })
    t.equal(codeOf(await credit(here, outdated, 1n)), 'PRECONDITION_FAILED')
  })
})

t.test('a slow reader does not take the cache back', async (t) => {
  const services = servicesOn(eventStore)
  const { credit, stream } = newWallet()
  changed(await credit(services, contextOf(newId()), 1n))
  const old = services.foldCache.get(stream)
  const context = contextOf(newId())
  changed(await credit(services, context, 10n))
  if (old !== undefined) services.foldCache.set(stream, old)
  t.equal(changed(await credit(services, context, 10n)).state.available, 11n)
})

t.test('validateOnly decides on what is there, and appends nothing', async (t) => {
  const here = servicesOn(eventStore)
  const { credit, hold, stored } = newWallet()
  changed(await credit(here, contextOf(newId()), 100n))
  const elsewhere = newId()
  changed(await hold(servicesOn(eventStore), contextOf(newId()), elsewhere, 60n))
  const head = await eventStore.head()
  const trial = contextOf(newId(), { validateOnly: true })
  t.equal(codeOf(await hold(here, trial, newId(), 60n)), 'INSUFFICIENT_FUNDS')
  const shown = changed(await hold(here, trial, newId(), 40n))
  t.match(shown.events, [{ type: 'FundsHeld' }])
  t.equal(shown.revision, 1n)
  t.equal(shown.state.available, 0n)
  t.equal(await eventStore.head(), head)
  t.equal((await stored()).length, 2)
})

t.test('who loses the race three times says so, and has written nothing', async (t) => {
  const { credit, stored } = newWallet()
  const others = servicesOn(eventStore)
  let races = 0
  const racing = servicesOn(
    intercepted(async () => {
      races += 1
      await credit(others, contextOf(newId()), 1n)
    }),
  )
  t.equal(codeOf(await credit(racing, contextOf(newId()), 500n)), 'CONCURRENT_CHANGE')
  t.equal(races, 3)
  t.equal((await stored()).length, 3)
})

t.test('an event that could not be read back is not written', async (t) => {
  const services = servicesOn(eventStore)
  const { run, stored } = newWallet()
  const of = { organisation: newId(), asset }
  const tooLong = { ...of, type: 'CreditWallet', amount: 1n, reason: 'x'.repeat(501) } as const
  await t.rejects(run(services, contextOf(newId()), tooLong), { name: 'UndecodableEvent' })
  t.strictSame(await stored(), [])
})

t.test('an event is stored under the id that the decision was told', async (t) => {
  const told: string[] = []
  const watched = {
    ...wallet,
    decide: (...args: Parameters<typeof wallet.decide>) => {
      told.push(args[2].eventId(0))
      return wallet.decide(...args)
    },
  }
  const organisation = newId()
  const id = walletIdOf(organisation, asset)
  const command = { organisation, asset, type: 'CreditWallet', amount: 1n, reason: 'x' } as const
  await change(servicesOn(eventStore), contextOf(newId()), 'input', watched, id, command)
  const stored = await eventStore.read(streamOf(wallet, id))
  t.strictSame(
    stored.map((event) => event.id),
    told,
  )
})

t.test('processes that race on one wallet never spend the same money twice', async (t) => {
  const amount = fc.bigInt({ min: 1n, max: 60n })
  const order = fc.record({ process: fc.nat({ max: 2 }), hold: fc.nat({ max: 7 }), amount })
  await fc.assert(
    fc.asyncProperty(fc.array(order, { minLength: 4, maxLength: 24 }), async (orders) => {
      const processes = [servicesOn(eventStore), servicesOn(eventStore), servicesOn(eventStore)]
      const { credit, hold, stored } = newWallet()
      changed(await credit(servicesOn(eventStore), contextOf(newId()), 100n))
      const answers = await Promise.all(
        orders.map(({ process, hold: n, amount }, index) => {
          const services = processes[process] ?? servicesOn(eventStore)
          return hold(services, contextOf(newId()), derivedId(`${n} ${index}`), amount)
        }),
      )
      const events = (await stored()).map((event) => decodeEvent(event))
      const state = fold(wallet.evolve, wallet.initial, events as never)
      const granted = answers.filter((answer) => 'stream' in answer).length
      t.equal(events.length, granted + 1)
      t.ok(state.available >= 0n)
      t.equal(state.available + state.held, 100n)
      for (const { data } of events as { data: { postings: never[] } }[])
        t.equal(imbalanceOf(data.postings), 0n)
      const codes = answers.map(codeOf).filter((code) => code !== undefined)
      for (const code of codes) t.match(code, /INSUFFICIENT_FUNDS|CONCURRENT_CHANGE/)
    }),
    { numRuns: 25 },
  )
})
