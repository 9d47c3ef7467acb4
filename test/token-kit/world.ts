import { wallet, walletIdOf } from '../../domain/billing/wallet/wallet.ts'
import { addressKeyOf, chainAddress } from '../../domain/tokens/addresses/address.ts'
import { chain as chainAggregate } from '../../domain/tokens/chain/chain.ts'
import { chainTransaction } from '../../domain/tokens/transactions/transaction.ts'
import type { SignerName } from '../../domain/tokens/transactions/transaction-events.ts'
import { chainSigner, signerIdOf } from '../../domain/tokens/transactions/signer.ts'
import { qvt } from '../../domain/tokens/values.ts'
import { exhausted } from '../../domain/shared/values.ts'
import { holdSeconds } from '../../commands/tokens/payments/terms.ts'
import type { Services } from '../../commands/shared/services.ts'
import { createFollower } from '../../sagas/tokens/chain/follow.ts'
import { NodeUnanswered } from '../../sagas/tokens/chain/node.ts'
import { ChainMovedOn } from '../../sagas/tokens/chain/write.ts'
import { fillKind } from '../../sagas/tokens/transactions/sending/perform.ts'
import { sendingRound } from '../../sagas/tokens/transactions/sending/round.ts'
import type { Sender } from '../../sagas/tokens/transactions/sending/sender.ts'
import { tellSigner } from '../../sagas/tokens/transactions/sending/tell.ts'
import type { AnySaga } from '../../sagas/runtime/registry.ts'
import type { ChainPort } from '../../platform/chain/port.ts'
import type { EventStore } from '../../platform/event-store/types.ts'
import { idNamed } from '../kit/given-when-then/meta.ts'
import { createVirtualTime, type Choose } from '../kit/virtual-time.ts'
import type { TestChain } from '../servers/chain.ts'
import { finalDepth, type Happening } from './happenings.ts'
import { Dead, unsteadyNode } from './node.ts'
import { payersOn, type Pays } from './payers.ts'
import { peopleOn } from './people.ts'

export const unit = 10n ** 18n
export const organisation = idNamed('customer')
const walletId = walletIdOf(organisation, qvt)
const day = 86_400
const silent = { warn: () => undefined }

const senderPolicy = {
  ...{ raiseAfterMs: 60_000, sendAgainAfterMs: 15_000, ceiling: 10n ** 13n },
  ...{ most: 4, trialMs: 1_000 },
}

/** A process that ends before (even) or after (odd) the n-th of what it does to others. */
const mortal = (at: number) => {
  let left = at >> 1
  return async <Answer>(act: () => Promise<Answer>): Promise<Answer> => {
    left -= 1
    if (left === -1 && at % 2 === 0) throw new Dead()
    const answer = await act()
    if (left === -1) throw new Dead()
    return answer
  }
}

export type Cast = {
  readonly alice: Awaited<ReturnType<TestChain['account']>>
  readonly bob: Awaited<ReturnType<TestChain['account']>>
  /** Who pays for jobs by signature. */
  readonly carol: Awaited<ReturnType<TestChain['account']>>
}

export type WorldOptions = {
  readonly chain: TestChain
  readonly cast: Cast
  readonly sagas: readonly AnySaga[]
  readonly choose: Choose
  /** The first block that the hub looks at. */
  readonly startBlock: number
  /** The hub's time then. */
  readonly begin: string
  /** Between the hub's parts and its node. */
  readonly around: (port: ChainPort) => ChainPort
}

/** A hub on a real chain, in a time of its own: its watcher, its sender and its sagas, taken step by step. */
export const createWorld = (options: WorldOptions) => {
  const { chain, cast, sagas, choose, startBlock, around } = options
  const { settings, keys, treasury, operator, ask, mine } = chain
  const key = settings.chain
  const node = unsteadyNode(chain.port)
  const port = around({ ...node.port, settings: { ...settings, startBlock } })
  const people = peopleOn(chain)
  const vt = createVirtualTime({
    ...{ begin: options.begin, sagas, choose, delayMs: () => choose(800) },
    ports: { chains: new Map([[key, port]]), chainKeys: keys },
  })
  const payers = payersOn({ chain, people, vt, payer: cast.carol })
  const newProcess = (): Services => {
    const services = vt.newProcess()
    return { ...services, chains: new Map([[key, port]]), chainKeys: keys }
  }
  const dying = (at: number) => {
    const limb = mortal(at)
    const services = newProcess()
    const append: EventStore['append'] = (...event) =>
      limb(() => services.eventStore.append(...event))
    const eventStore = { ...services.eventStore, append }
    const send: ChainPort['send'] = (raw) => limb(() => port.send(raw))
    return { services: { ...services, eventStore }, port: { ...port, send } }
  }
  const follow = (services: Services) =>
    createFollower({ services, port, treasury: treasury.address })
  const sends = (services: Services, to: ChainPort = port): Sender => ({
    ...{ services, port: to, keys, policy: senderPolicy, logger: silent },
  })
  let watcher = follow(newProcess())
  let sender = sends(newProcess())
  const restart = (): void => {
    watcher = follow(newProcess())
    sender = sends(newProcess())
  }

  const bear = async (round: () => Promise<unknown>): Promise<void> => {
    try {
      await round()
    } catch (error) {
      const isBorne =
        error instanceof NodeUnanswered || error instanceof ChainMovedOn || error instanceof Dead
      if (!isBorne) throw error
    }
  }
  const keyOf = (signer: SignerName) => (signer === 'TREASURY' ? treasury : operator)
  let linedUp = 0
  /** What was asked for gets in line, as the sender's intake has it. */
  const lineUp = async (): Promise<void> => {
    for (; linedUp < vt.all.length; linedUp++) {
      const event = vt.all[linedUp]
      if (event?.type !== 'ChainTransactionRequested') continue
      const { transactionId, purpose, signer } = event.data as {
        readonly transactionId: string
        readonly signer: SignerName
        readonly purpose: { readonly kind: string }
      }
      if (purpose.kind === fillKind) continue
      const { address } = keyOf(signer)
      await tellSigner(sender, { type: 'RequestSlot', chain: key, address, transactionId })
    }
  }
  const nowMs = (): number => vt.clock.now().getTime()
  const pass = (seconds: number): Promise<void> => vt.until(nowMs() + seconds * 1_000)
  const send = async (): Promise<void> => {
    await lineUp()
    await sendingRound(sender)
  }

  const reorganise = async (
    depth: number,
    then: Extract<Happening, { kind: 'reorganise' }>['then'],
  ): Promise<void> => {
    const raws = await people.rawsOfNewest(depth)
    const kept =
      then === 'REPLACED' ? raws.flatMap((some, place) => some.map((raw) => [raw, place])) : []
    await ask('anvil_reorg', [depth, kept])
    if (then === 'WAITS') for (const raw of raws.flat()) await people.send(raw)
    if (then === 'FORGOTTEN') await ask('anvil_dropAllTransactions', [])
  }
  const waiting = async (address: string): Promise<readonly string[]> => {
    const pool = (await ask('txpool_content', [])) as Readonly<
      Record<string, Readonly<Record<string, Readonly<Record<string, { readonly hash: string }>>>>>
    >
    const own = Object.entries(pool['pending'] ?? {}).find(
      ([each]) => each.toLowerCase() === address.toLowerCase(),
    )
    return Object.values(own?.[1] ?? {}).map(({ hash }) => hash)
  }
  let asked = 0
  /** What an operator may still cancel, the newest. */
  const cancel = async (): Promise<void> => {
    for (const { type, data } of vt.all.toReversed()) {
      if (type !== 'ChainTransactionRequested') continue
      const { transactionId } = data as { readonly transactionId: string }
      const state = await vt.stateOf(chainTransaction, transactionId)
      if (state.kind === 'absent' || state.owner.purpose.kind === fillKind) continue
      if (state.end !== undefined || state.inclusion !== undefined) continue
      const why = { code: 'OPERATOR', detail: 'not wanted' }
      const wish = { type: 'RequestCancellation', transactionId, ...why } as const
      await vt.command(chainTransaction, transactionId, wish)
      return
    }
  }
  const expire = async (): Promise<void> => {
    const seconds = holdSeconds + day
    await pass(seconds)
    await chain.passTime(seconds)
    await payers.reclaim()
  }
  const happen = async (what: Happening): Promise<void> => {
    await play(what)
    await react()
  }
  const react = async (): Promise<void> => {
    await payers.act()
    const followed = await vt.stateOf(chainAggregate, key)
    if (followed.kind !== 'absent') await payers.confirm(followed.finalised)
  }
  const play = async (what: Happening): Promise<void> => {
    switch (what.kind) {
      case 'deposit':
        return people.transfer(cast.alice, treasury.address, BigInt(what.tokens) * unit)
      case 'stranger':
        return people.transfer(cast.bob, treasury.address, BigInt(what.tokens) * unit)
      case 'withdraw': {
        asked += 1
        // No two are the same, so that each is known on the chain by what it moves.
        const amount = BigInt(what.tokens) * unit + BigInt(asked)
        await vt.command(wallet, walletId, {
          type: 'WithdrawToChain',
          ...{ organisation, asset: qvt, withdrawalId: idNamed(`withdrawal ${asked}`) },
          ...{ chain: key, address: cast.alice.address, amount },
          limits: { least: 1n, perWithdrawal: 10n ** 30n, perDay: 10n ** 30n },
        })
        return
      }
      case 'pay':
        return payers.pay(what)
      case 'giveUp':
        return payers.giveUp()
      case 'cancel':
        return cancel()
      case 'expire':
        return expire()
      case 'mine':
        return mine(what.blocks)
      case 'reorganise':
        return reorganise(what.depth, what.then)
      case 'drop':
        await ask('anvil_dropAllTransactions', [])
        return
      case 'gap': {
        const [first] = await waiting(keyOf(what.whose).address)
        if (first !== undefined) await ask('anvil_dropTransaction', [first])
        return
      }
      case 'useKey': {
        const key = keyOf(what.whose)
        const nonce = Number(await ask('eth_getTransactionCount', [key.address, 'latest']))
        return people.transfer(key, key.address, 0n, { nonce, gwei: 3_000n })
      }
      case 'fees':
        await ask('anvil_setNextBlockBaseFeePerGas', [`0x${(what.gwei * 1e9).toString(16)}`])
        return mine()
      case 'lag': {
        node.lagBy(BigInt(what.blocks))
        return
      }
      case 'silent': {
        node.setSilent(true)
        return
      }
      case 'loseAnswers': {
        node.setLosing(true)
        return
      }
      case 'recover': {
        node.recover()
        return
      }
      case 'restart': {
        restart()
        return
      }
      case 'die': {
        const { services, port: to } = dying(what.at)
        await lineUp()
        const round =
          what.who === 'WATCHER' ? follow(services) : () => sendingRound(sends(services, to))
        return bear(round)
      }
      case 'watch':
        return bear(watcher)
      case 'send':
        return bear(send)
      case 'pass':
        return pass(what.seconds)
      case 'go':
        await pass(2)
        await bear(send)
        await mine()
        return bear(watcher)
      default:
        return exhausted(what)
    }
  }

  const isAtRest = async (): Promise<boolean> => {
    const signers = await Promise.all(
      [treasury, operator].map(({ address }) => vt.stateOf(chainSigner, signerIdOf(key, address))),
    )
    const followed = await vt.stateOf(chainAggregate, key)
    if (followed.kind === 'absent' || followed.halted !== undefined) return true
    const isQuiet = followed.open.length + followed.consequences.length === 0
    const isSending = signers.some(({ open, waiting }) => open.length + waiting.length > 0)
    const isDone = isQuiet && !isSending && vt.open.size === 0 && linedUp === vt.all.length
    return isDone && (await payers.isAtRest())
  }
  /** All faults end, and whatever is under way comes to its end. */
  const calmDown = async (): Promise<void> => {
    node.recover()
    restart()
    // The next blocks take what is offered now, and what is offered anew.
    await ask('anvil_setNextBlockBaseFeePerGas', [`0x${(1e9).toString(16)}`])
    await rest()
    // What nobody takes goes back once its time is over.
    for (let n = 0; n < 3 && !(await payers.areAllOver()); n += 1) {
      await expire()
      await rest()
    }
  }
  const rest = async (): Promise<void> => {
    for (let quiet = 0, n = 0; quiet < finalDepth / 2 + 1; n += 1) {
      if (n > 150) throw new Error('it never comes to rest')
      await mine(2)
      await bear(watcher)
      // A call that came to nothing is tried again after a while.
      await pass(quiet === 0 && n > 10 ? 120 : 20)
      await bear(send)
      await react()
      quiet = (await isAtRest()) ? quiet + 1 : 0
    }
  }
  const begin = async (first: Pays): Promise<void> => {
    await bear(watcher)
    const { address } = cast.alice
    await vt.command(chainAddress, addressKeyOf(key, address), {
      type: 'LinkAddress',
      ...{ chain: key, address, organisation, user: idNamed('alice') },
      ...{ addressId: idNamed('address'), challengeId: idNamed('challenge') },
    })
    await payers.link()
    await happen({ kind: 'deposit', tokens: 500 })
    await happen(first)
    for (let n = 0; n < 4; n += 1) {
      // The second time what the first payer has signed is on its way.
      await happen({ kind: 'send' })
      await mine(n < 2 ? finalDepth / 2 + 1 : 1)
      await bear(watcher)
      await pass(20)
      await react()
    }
  }
  const { paid, early } = payers
  return { vt, begin, happen, calmDown, walletId, paid, early }
}
export type World = ReturnType<typeof createWorld>
