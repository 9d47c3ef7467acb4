import t from 'tap'
import { createFoldCache } from '../../../../commands/shared/fold-cache.ts'
import { createStreamLocks } from '../../../../commands/shared/stream-locks.ts'
import type { ChainTransactionCommand } from '../../../../domain/tokens/transactions/transaction-command.ts'
import { manualClock } from '../../../../platform/clock/clock.ts'
import { encodeCall } from '../../../../platform/chain/contracts/call.ts'
import type { ChainPort } from '../../../../platform/chain/port.ts'
import type { EventStore } from '../../../../platform/event-store/types.ts'
import fc from '../../../../test/kit/fast-check.ts'
import { idNumber, meta } from '../../../../test/kit/given-when-then/meta.ts'
import { memoryLog } from '../../../../test/kit/memory-log.ts'
import { servicesOn } from '../../../../test/kit/services.ts'
import {
  simulatedAddress,
  simulatedChain,
  simulatedKeys,
} from '../../../../test/kit/simulated-chain.ts'
import { sendingRound } from './round.ts'
import type { Sender } from './sender.ts'
import { loadSigner, loadTransaction, tellSigner, tellTransaction } from './tell.ts'

const chain = 'local'
const address = simulatedAddress
const policy = {
  ...{ raiseAfterMs: 60_000, sendAgainAfterMs: 15_000, ceiling: 10n ** 30n },
  ...{ most: 3, trialMs: 1_000 },
}

type Happening =
  | { readonly kind: 'ask' | 'mine' | 'forget' | 'useKey' | 'round' | 'twoRounds' }
  | { readonly kind: 'cancel'; readonly which: number }
  | { readonly kind: 'crash'; readonly at: number; readonly before: boolean }
  | { readonly kind: 'reorganise'; readonly depth: number; readonly isKept: boolean }
  | { readonly kind: 'lag'; readonly by: number }
  | { readonly kind: 'silent'; readonly silent: boolean }
  | { readonly kind: 'fee'; readonly fee: bigint }
  | { readonly kind: 'pass'; readonly ms: number }

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom('ask', 'round', 'mine', 'twoRounds') }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('forget', 'useKey') }) },
  fc.record({ kind: fc.constant('cancel'), which: fc.nat(9) }),
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('crash'), at: fc.nat(12), before: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('reorganise'),
      depth: fc.integer({ min: 1, max: 3 }),
      isKept: fc.boolean(),
    }),
  },
  fc.record({ kind: fc.constant('lag'), by: fc.nat(3) }),
  fc.record({ kind: fc.constant('silent'), silent: fc.boolean() }),
  fc.record({ kind: fc.constant('fee'), fee: fc.bigInt(10n, 5_000n) }),
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('pass'), ms: fc.constantFrom(1_000, 20_000, 70_000) }),
  },
)

const dataOf = (n: number): string =>
  encodeCall('QVT', 'transfer', ['0x00000000000000000000000000000000000000B2', n.toString()])

/** The hub's process may end before or after the n-th of what it does to others: the log, the node. */
const dying = (at: number, before: boolean) => {
  let left = at
  return async <Answer>(act: () => Promise<Answer>): Promise<Answer> => {
    left -= 1
    if (left === -1 && before) throw new Error('dead')
    const answer = await act()
    if (left === -1) throw new Error('dead')
    return answer
  }
}

const world = () => {
  const { eventStore } = memoryLog()
  const simulated = simulatedChain()
  const clock = manualClock(meta.now)
  const services = servicesOn(eventStore, clock)
  const logger = { warn: () => undefined }
  const hub = (store: EventStore = eventStore, port: ChainPort = simulated.port): Sender => ({
    services: {
      ...services,
      ...{ eventStore: store, foldCache: createFoldCache(), streamLocks: createStreamLocks() },
    },
    ...{ port, keys: simulatedKeys, policy, logger },
  })
  let asked = 0
  const command = (n: number): ChainTransactionCommand => ({
    type: 'RequestTransaction',
    ...{ transactionId: idNumber(n), chain, signer: 'TREASURY', contract: 'QVT' },
    ...{ method: 'transfer', purpose: { kind: 'TEST', id: n.toString() } },
    arguments: ['0x00000000000000000000000000000000000000B2', n.toString()],
  })
  const ask = async (): Promise<void> => {
    asked += 1
    await tellTransaction(hub(), command(asked))
    await tellSigner(hub(), { type: 'RequestSlot', chain, address, transactionId: idNumber(asked) })
  }
  const happen = async (what: Happening): Promise<void> => {
    switch (what.kind) {
      case 'ask':
        return ask()
      case 'mine': {
        simulated.mine()
        return
      }
      case 'forget': {
        simulated.forget()
        return
      }
      case 'useKey': {
        simulated.useKey()
        return
      }
      case 'round':
        return sendingRound(hub())
      case 'twoRounds':
        // Who lost the lease does not know it yet.
        await Promise.all([sendingRound(hub()), sendingRound(hub())])
        return
      case 'cancel': {
        const transactionId = idNumber((what.which % Math.max(1, asked)) + 1)
        if (asked > 0)
          await tellTransaction(hub(), {
            type: 'RequestCancellation',
            transactionId,
            code: 'OPERATOR',
            detail: '',
          })
        return
      }
      case 'crash': {
        const limb = dying(what.at, what.before)
        const store = {
          ...eventStore,
          append: (...args: Parameters<EventStore['append']>) =>
            limb(() => eventStore.append(...args)),
        }
        const port = {
          ...simulated.port,
          send: (raw: string) => limb(() => simulated.port.send(raw)),
        }
        await sendingRound(hub(store, port)).catch(() => undefined)
        return
      }
      case 'reorganise': {
        simulated.reorganise(what.depth, what.isKept)
        return
      }
      case 'lag': {
        simulated.setLag(what.by)
        return
      }
      case 'silent': {
        simulated.setSilent(what.silent)
        return
      }
      case 'fee': {
        simulated.setBaseFee(what.fee)
        return
      }
      case 'pass': {
        clock.advance(what.ms)
        return
      }
    }
  }
  const calmDown = async (): Promise<void> => {
    simulated.setLag(0)
    simulated.setSilent(false)
    for (let n = 0; n < 200; n += 1) {
      clock.advance(20_000)
      await sendingRound(hub())
      simulated.mine()
      const { state } = await loadSigner(hub(), chain, address)
      if (state.open.length === 0 && state.waiting.length === 0) return
    }
    throw new Error('it never comes to rest')
  }
  return { simulated, hub, happen, calmDown, asked: () => asked }
}

t.setTimeout(300_000)
t.test(
  'whatever happens, what was asked for once happens once at most, and no nonce stays empty',
  async (t) => {
    const seen = { finalised: 0, cancelled: 0 }
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 5, maxLength: 40 }), async (happenings) => {
        const { simulated, hub, happen, calmDown, asked } = world()
        await happen({ kind: 'ask' })
        for (const each of happenings) await happen(each)
        await calmDown()
        const standing = simulated.standing()
        for (let n = 1; n <= asked(); n += 1) {
          const { state } = await loadTransaction(hub(), idNumber(n))
          if (state.kind === 'absent' || state.end === undefined) return false
          const times = standing.filter((data) => data === dataOf(n)).length
          if (times !== (state.end.kind === 'FINALISED' ? 1 : 0)) return false
          seen[state.end.kind === 'FINALISED' ? 'finalised' : 'cancelled'] += 1
        }
        const { state } = await loadSigner(hub(), chain, address)
        // Every nonce that was ever given is used up, and nothing is left behind that could be.
        return (
          standing.length >= state.next &&
          simulated.waiting().every((nonce) => nonce < standing.length)
        )
      }),
      { numRuns: 60 },
    )
    t.ok(seen.finalised > 30, `${seen.finalised} were made`)
    t.ok(seen.cancelled > 10, `${seen.cancelled} were cancelled`)
  },
)
