import { createRandom } from '../../platform/providers/simulator/engine/random.ts'
import { readContract } from '../../platform/chain/contracts/call.ts'
import { choices } from '../kit/virtual-time.ts'
import { startTestChain, type TestChain } from '../servers/chain.ts'
import { wrongIn } from './checks.ts'
import { heldBy } from './payment-checks.ts'
import { finalDepth, firstOf, storyOf, type Happening } from './happenings.ts'
import { honest, type Parts } from './planted.ts'
import { createWorld, unit, type Cast } from './world.ts'

export type KitOptions = {
  readonly seed: string
  readonly scenarios: number
  /** The number of the first: a scenario that went wrong is played alone by it. */
  readonly from?: number
  readonly parts?: Parts
  /** Nothing more is played after so many that went wrong. */
  readonly mostWrong?: number
  readonly onProgress?: (done: number, wrong: number) => void
}

export type Stage = {
  readonly chain: TestChain
  readonly cast: Cast
  readonly stop: () => Promise<void>
}

export type KitOutcome = {
  readonly scenarios: number
  readonly happenings: Readonly<Record<string, number>>
  /** What came of it all: numbers of events, by type. */
  readonly events: Readonly<Record<string, number>>
  readonly wrong: readonly string[]
}

const tokens = 1_000_000n * unit

const settings = { finality: { by: 'DEPTH', depth: finalDepth }, window: 40, pollMs: 10 } as const

const told = [
  ...['ChainEntrySeen', 'ChainEntryFinalised', 'ChainEntryOrphaned', 'ChainReorganised'],
  ...['DepositCredited', 'DepositReversed', 'TransactionReplaced', 'TransactionOrphaned'],
  ...['TransactionSigned', 'TransactionFinalised', 'TransactionCancelled'],
  ...['ChainWithdrawalStarted', 'ChainWithdrawalSettled', 'ChainWithdrawalReturned'],
  ...['TokenPaymentOpened', 'TokenPaymentAuthorised', 'TokenPaymentCaptured'],
  ...['TokenPaymentRefused', 'TokenPaymentClosed', 'TokenPaymentRefunded', 'CardCaptureFailed'],
] as const

const count = (counts: Record<string, number>, name: string): void => {
  counts[name] = (counts[name] ?? 0) + 1
}

/** The hub's time begins with the chain's: what payers sign has its end in both. */
const timeOf = async ({ port }: TestChain): Promise<string> => {
  const heads = await port.heads()
  if (heads.kind !== 'found') throw new Error('the chain does not say what time it is')
  return heads.value.latest.at
}

/** Plays the story of one seed on the chain, from the same block as all others. */
const play = async (
  chain: TestChain,
  cast: Cast,
  name: string,
  { sagas, around }: Parts,
  counts: { readonly happenings: Record<string, number>; readonly events: Record<string, number> },
): Promise<readonly string[]> => {
  const random = createRandom(name)
  const choose = choices(Math.floor(random() * 2 ** 31))
  const head = Number(await chain.ask('eth_blockNumber', []))
  const startBlock = head + 1
  const begin = await timeOf(chain)
  const world = createWorld({ chain, cast, sagas, choose, startBlock, around, begin })
  const asked = await readContract(chain.port, 'QVT', 'balanceOf', [chain.treasury.address])
  if (asked.kind !== 'found') throw new Error('the chain does not say what the treasury holds')
  const payer = await heldBy(chain, cast.carol.address)
  const before = { since: BigInt(startBlock), held: BigInt(asked.value[0] ?? 0), payer }
  const told = (what: Happening, place: number): string => `${place} ${JSON.stringify(what)}`
  let at = 'the beginning'
  try {
    await world.begin(firstOf(random))
    for (const [place, what] of storyOf(random).entries()) {
      at = told(what, place)
      count(counts.happenings, what.kind)
      await world.happen(what)
    }
    at = 'the end'
    await world.calmDown()
    return await wrongIn(chain, cast, world, before)
  } catch (error) {
    return [`${at}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`]
  } finally {
    for (const { type } of world.vt.all) count(counts.events, type)
  }
}

/** A chain with its people, on which scenarios are played one after the other; stop it in the end. */
export const openStage = async (): Promise<Stage> => {
  const chain = await startTestChain({ settings })
  const cast = {
    alice: await chain.account(tokens),
    bob: await chain.account(tokens),
    carol: await chain.account(tokens),
  }
  await chain.mine(finalDepth + 1)
  await chain.ask('evm_setAutomine', [false])
  return { chain, cast, stop: chain.stop }
}

/** Plays scenarios by seed, each on the same chain from the same block. */
export const runKit = async (
  { chain, cast }: Stage,
  {
    seed,
    scenarios,
    from = 0,
    parts = honest,
    mostWrong = Number.POSITIVE_INFINITY,
    onProgress = () => undefined,
  }: KitOptions,
): Promise<KitOutcome> => {
  const counts = { happenings: {}, events: {} as Record<string, number> }
  const wrong: string[] = []
  let done = 0
  for (; done < scenarios && wrong.length < mostWrong; done += 1) {
    const snapshot = await chain.ask('evm_snapshot', [])
    const name = `${seed} scenario ${from + done}`
    const lines = await play(chain, cast, name, parts, counts)
    wrong.push(...lines.map((line) => `${name}: ${line}`))
    await chain.ask('evm_revert', [snapshot])
    await chain.ask('anvil_dropAllTransactions', [])
    onProgress(done + 1, wrong.length)
  }
  const events = Object.fromEntries(told.map((type) => [type, counts.events[type] ?? 0]))
  return { scenarios: done, happenings: counts.happenings, events, wrong }
}
