import { decodeEvent, schemaOf } from '../../domain/events.ts'
import { bill } from '../../domain/billing/bills/bill.ts'
import { journal } from '../../domain/billing/ledger/journal.ts'
import { isMoneyType, type MoneyFacts } from '../../domain/billing/ledger/money-events.ts'
import { payee } from '../../domain/billing/payees/payee.ts'
import { wallet } from '../../domain/billing/wallet/wallet.ts'
import type { AnyAggregate } from '../../domain/aggregates.ts'
import type { DomainEvent } from '../../domain/shared/event.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { createRandom } from '../../platform/providers/simulator/engine/random.ts'
import { compareWallet } from './compare.ts'
import { nextOperation } from './next.ts'
import { asset, createWorld, iso, type Operation } from './world.ts'

/** What is tried: the real ones, or one with a bug planted in it. */
export type Subjects = Readonly<Record<Operation['on'], AnyAggregate>>
export const subjects: Subjects = { wallet, journal, payee, bill }

/** The model and the domain differ, or the books do not balance: what was asked, and what came of it. */
export class Mismatch extends Error {
  override readonly name = 'Mismatch'
}

export type Outcome = {
  readonly operations: number
  readonly done: number
  readonly refused: number
  readonly nothing: number
  readonly types: ReadonlyMap<string, number>
}

const told = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'bigint' ? inner.toString() : inner,
  )

/**
 * So many random wishes, each put to the real decider and to the model: both must say the same, and after each of them every
 * account that moved must stand where the model has it, with debits equal to credits. Throws at the first difference.
 */
export const runModel = (
  seed: string,
  operations: number,
  tried: Subjects = subjects,
  onProgress: (done: number) => void = () => undefined,
): Outcome => {
  const world = createWorld(createRandom(seed))
  const states = new Map<string, unknown>()
  const real = new Map<string, number>()
  const types = new Map<string, number>()
  const tally = { done: 0, refused: 0, nothing: 0 }
  for (let index = 0; index < operations; index += 1) {
    const operation = nextOperation(world)
    const { on, id, command } = operation
    const aggregate = tried[on]
    const stream = `${on}-${id}`
    // A stream holds the state of its own aggregate; what came out of it goes back into it.
    const state: unknown = states.get(stream) ?? aggregate.initial
    const name = index.toString()
    const { transaction, ...wish } = command as { readonly transaction?: string }
    const whole = on === 'wallet' ? { organisation: id.slice(0, 36), asset, ...wish } : wish
    const decided = aggregate.decide(whole, state, {
      actor: { kind: 'operator', id },
      now: iso(world.now),
      commandId: name,
      id: (what) =>
        what === 'transaction' && transaction !== undefined ? transaction : derivedId(name, what),
      eventId: (at) => derivedId(name, at.toString()),
    })
    const fail = (what: string): never => {
      throw new Mismatch(
        `seed ${seed}, operation ${index}: ${what}\nwish: ${told(command)} of ${stream} at ${iso(world.now)}\ndecided: ${told(decided)}`,
      )
    }
    const events: readonly DomainEvent[] = 'rejected' in decided ? [] : decided
    const verdict = 'rejected' in decided ? 'refused' : events.length === 0 ? 'nothing' : 'done'
    world.books.touched.clear()
    const expected = operation.model({ spread: spreadOf(events) })
    if (verdict !== expected) fail(`the model says ${expected}, the domain ${verdict}`)
    tally[verdict] += 1
    let after = state
    for (const event of events) {
      after = aggregate.evolve(after, event)
      types.set(event.type, (types.get(event.type) ?? 0) + 1)
      // Holding every event against its contract costs more than all the rest.
      const broken = index % 29 === 0 ? contractBroken(event) : undefined
      if (broken !== undefined) fail(broken)
      if (!isMoneyType(event.type)) continue
      let sum = 0
      // Every money event has these facts.
      for (const { account, side, amount } of (event.data as MoneyFacts).postings) {
        const by = side === 'DEBIT' ? Number(amount) : -Number(amount)
        sum += by
        real.set(account, (real.get(account) ?? 0) + by)
        world.books.touched.add(account)
      }
      if (sum !== 0) fail(`${event.type} is out of balance by ${sum}`)
    }
    if (events.length > 0) states.set(stream, after)
    for (const account of world.books.touched) {
      const [is, should] = [real.get(account) ?? 0, world.books.sums.get(account) ?? 0]
      if (is !== should) fail(`${account} stands at ${is}, the model has it at ${should}`)
    }
    const found = on === 'wallet' && index % 7 === 0 ? compareWallet(world, id, after) : undefined
    if (found !== undefined) fail(found)
    if ((index + 1) % 10_000 === 0) onProgress(index + 1)
  }
  let total = 0
  for (const sum of real.values()) total += sum
  if (total !== 0) throw new Mismatch(`seed ${seed}: the ledger sums to ${total}`)
  return { operations, ...tally, types }
}

/** Why an event could not be stored. */
const contractBroken = (event: DomainEvent): string | undefined => {
  try {
    decodeEvent({ ...event, metadata: { schema: schemaOf(event.type) } })
    return undefined
  } catch (error) {
    return String(error)
  }
}

type Repaid = {
  readonly disputes: readonly { readonly disputeId: string; readonly amount: string }[]
}

const spreadOf = (events: readonly DomainEvent[]) =>
  events
    .filter(({ type }) => type === 'DebtRepaid')
    // The contract of that event.
    .flatMap(({ data }) => (data as Repaid).disputes)
    .map(({ disputeId: dispute, amount }) => ({ dispute, amount: Number(amount) }))
