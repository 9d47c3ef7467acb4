import t from 'tap'
import fc from '../../kit/fast-check.ts'
import { change } from '../../../commands/shared/change.ts'
import { systemContext } from '../../../commands/shared/context.ts'
import { load } from '../../../commands/shared/load.ts'
import { settlement } from '../../../domain/billing/payees/settlement.ts'
import { wallet, walletIdOf, type WalletCommand } from '../../../domain/billing/wallet/wallet.ts'
import { settled } from '../../../ops/faults/checks/money/settled.ts'
import { balances } from '../../../ops/faults/checks/money/balances.ts'
import type { EventStore } from '../../../platform/event-store/types.ts'
import { performSettlementEffects } from '../../../sagas/billing/payees/settle.ts'
import type { EffectTools } from '../../../sagas/runtime/effects.ts'
import { idNamed } from '../../kit/given-when-then/meta.ts'
import { memoryLog } from '../../kit/memory-log.ts'
import { contextOf, servicesOn } from '../../kit/services.ts'

const buyers = [idNamed('buyer 1'), idNamed('buyer 2')]
const sellers = [idNamed('seller 1'), idNamed('seller 2'), idNamed('seller 3')]
const assets = ['USD/2', 'QVT/18']

type Sale = {
  readonly buyer: string
  readonly seller: string
  readonly provider: string
  readonly asset: string
  readonly amount: number
  readonly fee: number
  readonly back: number
}
const sale: fc.Arbitrary<Sale> = fc.record({
  buyer: fc.constantFrom(...buyers),
  seller: fc.constantFrom(...sellers),
  provider: fc.constantFrom(...sellers),
  asset: fc.constantFrom(...assets),
  amount: fc.integer({ min: 1, max: 999 }),
  fee: fc.integer({ min: 1, max: 99 }),
  back: fc.integer({ min: 0, max: 99 }),
})

/** A log in memory that can be read over all streams; it dies at the append that is told, after it was written or before. */
const mortalLog = () => {
  const { eventStore, all } = memoryLog()
  let left = Number.POSITIVE_INFINITY
  let written = true
  const store: EventStore = {
    ...eventStore,
    append: async (...append) => {
      if (--left > 0) return eventStore.append(...append)
      if (written) await eventStore.append(...append)
      throw new Error('killed')
    },
    readAll: async ({ from = 0n, maxCount, filter }) =>
      all
        .filter(({ position }) => position > from)
        .filter(({ stream }) =>
          filter !== undefined && 'prefixes' in filter
            ? filter.prefixes.some((prefix) => stream.startsWith(prefix))
            : true,
        )
        .slice(0, maxCount),
  }
  const dieAfter = (appends: number, afterWriting: boolean): void => {
    left = appends
    written = afterWriting
  }
  return { store, all, dieAfter, live: () => dieAfter(Number.POSITIVE_INFINITY, true) }
}

const sell = async (store: EventStore, sales: readonly Sale[], night: number): Promise<void> => {
  const services = servicesOn(store)
  for (const [index, { buyer, asset, amount, fee, back, ...whose }] of sales.entries()) {
    const of = { organisation: buyer, asset } as const
    const holdId = idNamed(`hold ${night}.${index}`)
    const commands: readonly WalletCommand[] = [
      { ...of, type: 'CreditWallet', amount: 10_000n, reason: 'test' },
      { ...of, type: 'HoldFunds', holdId, jobId: holdId, amount: 2_000n },
      {
        ...of,
        type: 'CaptureHold',
        ...{ holdId, amount: BigInt(amount), commissionBasisPoints: 1_333 },
        providerOrganisation: whose.provider,
        fee: {
          amount: BigInt(fee),
          sellerOrganisation: whose.seller,
          commissionBasisPoints: 2_500,
        },
      },
      ...(back === 0 || back > amount
        ? []
        : [{ ...of, type: 'RefundCharge', holdId, amount: BigInt(back), reason: 'x' } as const]),
    ]
    for (const [step, command] of commands.entries()) {
      const context = contextOf(idNamed(`${night}.${index}.${step}`))
      const done = await change(
        services,
        context,
        'sale',
        wallet,
        walletIdOf(buyer, asset),
        command,
      )
      if (!('stream' in done)) throw new Error(JSON.stringify(done))
    }
  }
}

/** A night's run, in a process that knows nothing: the effects of the saga, each under its own id. */
const settle = async (store: EventStore, night: number): Promise<void> => {
  const services = servicesOn(store)
  const tools = (effect: string): EffectTools => {
    const id = idNamed(`${effect} ${night}`)
    return {
      services,
      providers: () => {
        throw new Error('no provider')
      },
      context: systemContext('test', id, id, id),
      signal: new AbortController().signal,
    }
  }
  const open = await change(services, tools('open').context, 'open', settlement, 'hub', {
    type: 'OpenSettlement',
  })
  if (!('stream' in open)) throw new Error(JSON.stringify(open))
  await performSettlementEffects.beginRun({ kind: 'beginRun' }, tools('begin'))
  const { run } = (await load(store, services.foldCache, settlement, 'hub')).state
  if (run === undefined) return
  const outcome = await performSettlementEffects.settle({ kind: 'settle', ...run }, tools('settle'))
  if (outcome.type !== 'succeeded') throw new Error(JSON.stringify(outcome))
}

t.test('every night settles what was earned since, once, whenever it is killed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(sale, { maxLength: 5 }), { minLength: 1, maxLength: 3 }),
      fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.boolean()), { maxLength: 6 }),
      async (nights, kills) => {
        const log = mortalLog()
        const left = [...kills]
        for (const [night, sales] of nights.entries()) {
          await sell(log.store, sales, night)
          for (;;) {
            const kill = left.shift()
            if (kill === undefined) log.live()
            else log.dieAfter(...kill)
            try {
              await settle(log.store, night)
              break
            } catch (error) {
              if (!(error instanceof Error) || error.message !== 'killed') throw error
            }
          }
          log.live()
          const wrong = [...settled({ log: log.all }), ...balances({ log: log.all })]
          if (wrong.length > 0) throw new Error(wrong.join('\n'))
          const runs = log.all.filter(({ type }) => type === 'SettlementRunCompleted')
          if (sales.length > 0 && runs.length === 0) throw new Error('nothing was settled')
        }
      },
    ),
    { numRuns: 60 },
  )
})
