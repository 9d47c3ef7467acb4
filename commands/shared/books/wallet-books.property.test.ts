import { deepStrictEqual } from 'node:assert/strict'
import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import type { Wallet } from '../../../domain/billing/wallet/wallet-state.ts'
import { wallet, walletIdOf, type WalletCommand } from '../../../domain/billing/wallet/wallet.ts'
import { getById, valuesOf } from '../../../domain/shared/id-map.ts'
import { instantOf } from '../../../domain/shared/instant.ts'
import { isRejection } from '../../../domain/shared/rejection.ts'
import { manualClock } from '../../../platform/clock/clock.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { memoryLog } from '../../../test/kit/memory-log.ts'
import { contextOf, servicesOn } from '../../../test/kit/services.ts'
import { hour, of, start, wish } from '../../../test/kit/wallet-wishes.ts'
import { change, type ChangeResult } from '../change.ts'
import { load } from '../load.ts'

t.setTimeout(180_000)

const { books, ...endless } = wallet
if (books === undefined) throw new Error('a wallet keeps books')
const short = { ...wallet, books: { ...books, maxEvents: 15 } }
const ofChains = ['deposits', 'chainWithdrawals', 'exchanges']
const walletId = walletIdOf(of.organisation, of.asset)

const step = fc.record({
  wish,
  hours: fc.constantFrom(0, 0, 0, 0, 1, 1, 6, 24, 100, 500),
  /** Repeats the command of so many steps before. */
  again: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
  forgets: fc.boolean(),
})

const answerOf = (result: ChangeResult<Wallet>): unknown => {
  if (!('stream' in result)) return isRejection(result) ? result : result.code
  return { replayed: result.replayed, events: result.events }
}

/** What decisions go by besides the entries that a command names. */
const balancesOf = ({ available, held, debt, topUp, withdrawn, ...rest }: Wallet) => ({
  ...{ available, held, debt, topUp, withdrawn },
  ...{ asset: rest.asset, organisation: rest.organisation },
  limits: valuesOf(rest.limits)
    .filter(({ status }) => status === 'SET')
    .map(({ limitId, used, usedIn }) => [limitId, used, usedIn])
    .toSorted(),
  grants: valuesOf(rest.grants)
    .filter(({ status }) => status === 'LIVE')
    .map(({ grantId, remaining, expiresAt }) => [grantId, remaining, expiresAt])
    .toSorted(),
})

t.test('a wallet answers every command as if its stream had never been divided', async (t) => {
  const types = new Set<string>()
  let turned = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 60, maxLength: 120 }), async (steps) => {
      const clock = manualClock(instantOf(start))
      const log = memoryLog()
      const divided = servicesOn(log.eventStore, clock)
      const whole = servicesOn(memoryLog().eventStore, clock)
      const funds = { ...of, type: 'CreditWallet', amount: 20_000n, reason: 'funds' } as const
      for (const [services, aggregate] of [
        [divided, short],
        [whole, endless],
      ] as const)
        await change(services, contextOf(derivedId('funds')), 'x', aggregate, walletId, funds)
      for (const [index, { wish: bare, hours, again = 0, forgets }] of steps.entries()) {
        clock.advance(hours * hour)
        if (forgets) divided.foldCache.clear()
        const repeated = Math.max(0, index - again)
        const meant = again === 0 ? bare : (steps[repeated]?.wish ?? bare)
        // Spread over the union of commands, the same two fields make each of them whole again.
        const command = { ...of, ...meant } as WalletCommand
        const context = contextOf(derivedId(repeated.toString()))
        const run = [
          await change(divided, context, 'x', short, walletId, command),
          await change(whole, context, 'x', endless, walletId, command),
        ] as const
        deepStrictEqual(answerOf(run[0]), answerOf(run[1]))
        const state = (await load(divided.eventStore, divided.foldCache, short, walletId)).state
        const expected = (await load(whole.eventStore, whole.foldCache, endless, walletId)).state
        deepStrictEqual(balancesOf(state), balancesOf(expected))
        if ('holdId' in command) {
          const hold = getById(state.holds, command.holdId)
          if (hold !== undefined) deepStrictEqual(hold, getById(expected.holds, command.holdId))
        }
      }
      for (const { type, data } of log.all) {
        types.add(
          type === 'EntryBroughtForward' ? (data as { brought: { in: string } }).brought.in : type,
        )
        if (type === 'BooksOpened') turned += 1
      }
    }),
    { numRuns: 80 },
  )
  t.ok(turned > 150, `${turned} books were opened`)
  for (const map of ['holds', 'charges', 'cards', 'bills', ...ofChains])
    t.ok(types.has(map), `${map} were brought forward`)
})
