import { setTimeout as pause } from 'node:timers/promises'
import { findDifferences } from '../../commands/billing/reconciliation/find-differences.ts'
import { load } from '../../commands/shared/load.ts'
import { wallet, walletIdOf } from '../../domain/billing/wallet/wallet.ts'
import type { FaultOrder } from '../../ops/embedded/payments/faults/fault.ts'
import { balanceFromLog } from '../../ops/ledger/read-ledger.ts'
import { verifyLedger } from '../../ops/ledger/verify.ts'
import { wrongIn, type Evidence } from './checks.ts'
import { planOf, type Batch, type KitSize, type Scenario } from './plan.ts'
import type { Planted } from './planted.ts'
import { createActor, type Actor } from './story.ts'
import { watchLog, type Watch } from './watch.ts'
import { openWorld, type World } from './world.ts'

export type KitOptions = KitSize & {
  readonly planted?: Planted
  /** Of the provider's and the hub's clock, at most. Default: 14. */
  readonly days?: number
  readonly onProgress?: (done: number, wrong: number) => void
  readonly onLine?: (line: string) => void
}

export type KitOutcome = {
  readonly scenarios: number
  readonly kills: number
  readonly events: number
  readonly notices: number
  /** Differences that reconciliation found, by their code. */
  readonly found: Readonly<Record<string, number>>
  readonly wrong: readonly string[]
}

const faultsOf = ({ paymentId: holding, requests, notices }: Scenario): readonly FaultOrder[] => [
  ...requests.map(({ on, times, fault }) => ({
    at: 'request' as const,
    on,
    holding,
    times,
    fault,
  })),
  ...notices.map(({ on, fault }) => ({ at: 'notice' as const, on, holding, times: 1, fault })),
]

/** Everybody has been heard and answered, and every notice was received, lost or given up. */
const quiet = async (world: World, watch: Watch): Promise<void> => {
  const patience = performance.now() + 90_000
  for (let before = -1; ; ) {
    const told = (await world.control('POST', 'flush')) as { readonly undelivered: number }
    const events = watch.events()
    if (told.undelivered === 0 && watch.isQuiet(world.now()) && events === before) return
    before = events
    if (performance.now() > patience) return
    await pause(60)
  }
}

/** Kills fall while there is something to lose. */
const strikeAll = async (
  world: World,
  watch: Watch,
  { strikes }: Batch,
  isOver: () => boolean,
): Promise<number> => {
  let fallen = 0
  for (const { afterEvents, target } of strikes) {
    const mark = watch.events() + afterEvents
    while (watch.events() < mark && !isOver()) await pause(5)
    if (isOver()) break
    await world.strike(target)
    fallen += 1
  }
  return fallen
}

const day = 86_400
/** Longer than anything of a payment takes: the provider is asked for five days, an authorisation lapses after seven. */
const longestDays = 14
/** Least steps of time, in seconds: timers that fall due near each other are fired together. */
const strides = [600, 3_600, 3_600, 21_600, 21_600] as const

const untilOver = async (
  world: World,
  watch: Watch,
  actors: readonly Actor[],
  days: number,
): Promise<void> => {
  let stride = 0
  for (let passed = 0; passed <= days * day; ) {
    await Promise.all(actors.map((actor) => actor.goOn()))
    await quiet(world, watch)
    const before = watch.events()
    await Promise.all(actors.map((actor) => actor.goOn()))
    if (watch.events() !== before) continue
    const over = await Promise.all(actors.map((actor) => actor.isOver()))
    if (over.every((one) => one)) return
    const next = watch.nextTimer() ?? Infinity
    const wait = Math.ceil((next - world.now().getTime()) / 1000) + 1
    const seconds = Math.min(Math.max(wait, strides[stride] ?? day), day)
    stride += 1
    await world.advance(seconds)
    passed += seconds
  }
}

const evidenceOf = async (world: World, actors: readonly Actor[]): Promise<Evidence> => {
  const { services, eventStore } = world
  const ends = await Promise.all(
    actors.map(async (actor) => {
      const { scenario } = actor
      const walletId = walletIdOf(scenario.organisation, 'USD/2')
      const { state } = await load(eventStore, services.foldCache, wallet, walletId)
      return { scenario, payment: await actor.look(), wallet: state, isOver: await actor.isOver() }
    }),
  )
  const { differences } = await findDifferences(services, {
    since: '2020-01-01T00:00:00.000Z',
    // What moved a moment ago by the clock of the machine has moved for good: everything is quiet.
    graceSeconds: -2 * longestDays * day,
  })
  const notices = new Map<string, number>()
  const filter = { on: 'stream', prefixes: ['providerNotice-'] } as const
  for (let from: bigint | undefined; ; ) {
    const page = await eventStore.readAll({
      ...{ maxCount: 500, filter },
      ...(from === undefined ? {} : { from }),
    })
    for (const { stream } of page) {
      const id = stream.slice('providerNotice-'.length)
      notices.set(id, (notices.get(id) ?? 0) + 1)
    }
    from = page.at(-1)?.position
    if (from === undefined) break
  }
  const balances = await balanceFromLog(eventStore, {})
  const clearing = balances
    .flatMap(({ accounts }) => accounts)
    .filter(({ account }) => account === 'psp_clearing')
    .reduce((sum, { debits, credits }) => sum + debits - credits, 0n)
  const { findings } = await verifyLedger(eventStore)
  const ledger = findings.map(({ check, finding }) => `${check}: ${finding}`)
  return { ends, books: await world.books(), notices, differences, ledger, clearing }
}

type BatchOutcome = Pick<Evidence, 'differences' | 'notices'> & {
  readonly kills: number
  readonly events: number
  readonly wrong: readonly string[]
}

const runBatch = async (
  batch: Batch,
  { planted, days = longestDays }: Pick<KitOptions, 'planted' | 'days'>,
): Promise<BatchOutcome> => {
  const world = await openWorld(planted)
  const watch = watchLog(world.eventStore)
  try {
    const actors = batch.scenarios.map((scenario) => createActor(world, scenario))
    for (const actor of actors) await actor.prepare()
    await world.order(batch.scenarios.flatMap(faultsOf))
    let over = false
    const strikes = strikeAll(world, watch, batch, () => over)
    await Promise.all(actors.map((actor) => actor.begin()))
    await untilOver(world, watch, actors, days).finally(() => {
      over = true
    })
    const kills = await strikes
    await quiet(world, watch)
    const evidence = await evidenceOf(world, actors)
    const { differences, notices } = evidence
    return { kills, events: watch.events(), differences, notices, wrong: wrongIn(evidence) }
  } finally {
    await watch.stop()
    await world.close()
  }
}

/** Runs the plan of a seed, batch by batch, each in a world of its own. */
export const runKit = async (options: KitOptions): Promise<KitOutcome> => {
  const { onProgress, onLine } = options
  const found: Record<string, number> = {}
  const wrong: string[] = []
  let [scenarios, kills, events, notices] = [0, 0, 0, 0]
  for (const batch of planOf(options)) {
    const outcome = await runBatch(batch, options)
    scenarios += batch.scenarios.length
    kills += outcome.kills
    events += outcome.events
    notices += outcome.notices.size
    for (const { code } of outcome.differences) found[code] = (found[code] ?? 0) + 1
    for (const line of outcome.wrong) onLine?.(line)
    wrong.push(...outcome.wrong)
    onProgress?.(scenarios, wrong.length)
  }
  return { scenarios, kills, events, notices, found, wrong }
}
