import { between, chance, pick } from '../../ops/faults/draw.ts'
import type { Random } from '../../platform/providers/simulator/engine/random.ts'
import { idNumber } from '../kit/given-when-then/meta.ts'
import { createBooks, type Books, type Verdict } from './model/books.ts'
import type { BillModel, EntryModel, PayeeModel } from './model/others.ts'
import { createWallet, type Spread, type WalletModel } from './model/wallet.ts'

export const asset = 'USD/2'

/** One wish, what it is asked of, and what the model makes of it: called once, after the real decision. */
export type Operation = {
  readonly on: 'wallet' | 'journal' | 'payee' | 'bill'
  readonly id: string
  readonly command: object
  readonly model: (seen: { readonly spread: Spread }) => Verdict
}

export type World = {
  readonly random: Random
  readonly books: Books
  now: number
  ids: number
  readonly wallets: WalletModel[]
  readonly journal: Map<string, EntryModel>
  readonly payees: Map<string, PayeeModel>
  readonly bills: Map<string, BillModel>
}

/** Few at a time, each for a few hundred operations: what is forgotten stays in the books. */
const walletsAtOnce = 5

export const freshId = (world: World): string => idNumber((world.ids += 1))

/** As the hub names them: of whom, and in what. */
export const openWallet = (world: World): WalletModel => {
  const organisation = freshId(world)
  return createWallet(`${organisation}-USD`, organisation)
}

export const createWorld = (random: Random): World => {
  const world: World = {
    random,
    books: createBooks(),
    now: Date.parse('2026-01-05T00:00:00.000Z'),
    ids: 0,
    wallets: [],
    journal: new Map(),
    payees: new Map(),
    bills: new Map(),
  }
  for (let index = 0; index < walletsAtOnce; index += 1) world.wallets.push(openWallet(world))
  return world
}

/** One that is there, often; else a new one. */
export const someId = (world: World, known: Iterable<string>, fresh = 0.4): string => {
  const all = [...known].slice(-40)
  return all.length === 0 || chance(world.random, fresh) ? freshId(world) : pick(world.random, all)
}

export const some = <Value>(world: World, values: readonly Value[]): Value =>
  pick(world.random, values)

/** Mostly small, sometimes nothing, sometimes more than there is. */
export const anAmount = (world: World): number =>
  chance(world.random, 0.03) ? 0 : between(world.random, 1, chance(world.random, 0.1) ? 5_000 : 400)

export const anEnd = (world: World, most = 96): number =>
  world.now + between(world.random, -2, most) * 3_600_000

export const iso = (at: number): string => new Date(at).toISOString()

/** Whose devices and apps are paid: three of them, who are settled and paid out, too. */
export const payeeIds = [1, 2, 3].map((n) => idNumber(900_000_000 + n))
export const users = [1, 2].map((n) => idNumber(800_000_000 + n))
export const devices = [1, 2, 3].map((n) => idNumber(700_000_000 + n))
