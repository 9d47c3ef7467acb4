import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { openDraft, type Draft } from './core/draft.ts'
import { ApiError } from './core/errors.ts'
import { openSimulator, type Simulator } from './core/simulator.ts'
import type { World } from './core/world.ts'
import { onboard, settlePayout } from './objects/connect.ts'
import { decideDispute, openDispute } from './objects/disputes.ts'
import { operations } from './http/router.ts'

/**
 * Any sequence of requests and deeds leaves books in which the money adds up. The world is told again from the journal at the
 * end, and is the same.
 */
type Move =
  | { readonly do: 'pay'; readonly amount: number; readonly manual: boolean; readonly card: string }
  | { readonly do: 'capture' | 'refund'; readonly which: number; readonly amount: number }
  | { readonly do: 'cancel' | 'dispute' | 'settle'; readonly which: number }
  | { readonly do: 'decide'; readonly which: number; readonly won: boolean }
  | {
      readonly do: 'transfer' | 'payout' | 'reverse'
      readonly which: number
      readonly amount: number
    }
  | { readonly do: 'wait'; readonly days: number }

const which = fc.nat(30)
const amount = fc.integer({ min: 1, max: 5_000 })
const moves: fc.Arbitrary<Move> = fc.oneof(
  fc.record({
    do: fc.constant('pay' as const),
    amount,
    manual: fc.boolean(),
    card: fc.constantFrom(
      ...['pm_card_visa', 'pm_card_visa', 'pm_card_visa_chargeDeclined', 'pm_card_createDispute'],
      ...['pm_card_refundFail', 'pm_card_pendingRefund', 'pm_card_processing'],
    ),
  }),
  fc.record({ do: fc.constantFrom('capture' as const, 'refund' as const), which, amount }),
  fc.record({
    do: fc.constantFrom('cancel' as const, 'dispute' as const, 'settle' as const),
    which,
  }),
  fc.record({ do: fc.constant('decide' as const), which, won: fc.boolean() }),
  fc.record({
    do: fc.constantFrom('transfer' as const, 'payout' as const, 'reverse' as const),
    which,
    amount,
  }),
  fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 8 }) }),
)

const pick = <Item>(items: readonly Item[], index: number): Item | undefined =>
  items.length === 0 ? undefined : items[index % items.length]

const run = (
  draft: Draft,
  name: string,
  id: string,
  form: Record<string, string>,
  account?: string,
) => {
  const operation = operations.find((one) => one.name === name)
  if (operation === undefined) throw new Error(name)
  return operation.run(draft, { id, form, account, manner: {}, origin: 'http://localhost' })
}

const perform = (draft: Draft, move: Move): void => {
  const intents = draft.all('payment_intent')
  const [account] = draft.all('account')
  switch (move.do) {
    case 'pay':
      return void run(draft, 'payment_intents.create', '', {
        amount: String(move.amount),
        currency: 'usd',
        payment_method: move.card,
        confirm: 'true',
        capture_method: move.manual ? 'manual' : 'automatic',
      })
    case 'capture': {
      const intent = pick(intents, move.which)
      const form = { amount_to_capture: String(move.amount) }
      if (intent !== undefined) run(draft, 'payment_intents.capture', intent.id, form)
      return
    }
    case 'cancel': {
      const intent = pick(intents, move.which)
      if (intent !== undefined) run(draft, 'payment_intents.cancel', intent.id, {})
      return
    }
    case 'refund': {
      const intent = pick(intents, move.which)
      if (intent !== undefined)
        run(draft, 'refunds.create', '', { payment_intent: intent.id, amount: String(move.amount) })
      return
    }
    case 'dispute': {
      const charge = pick(
        draft.all('charge').filter((one) => one.captured && !one.disputed),
        move.which,
      )
      const left = charge === undefined ? 0 : charge.amount_captured - charge.amount_refunded
      if (charge !== undefined && left > 0)
        openDispute(draft, charge, { reason: 'fraudulent', inquiry: false, amount: left })
      return
    }
    case 'decide': {
      const dispute = pick(draft.all('dispute'), move.which)
      if (dispute !== undefined) decideDispute(draft, dispute, move.won)
      return
    }
    case 'transfer':
      return void run(draft, 'transfers.create', '', {
        amount: String(move.amount),
        currency: 'usd',
        destination: account?.id ?? '',
      })
    case 'reverse': {
      const transfer = pick(draft.all('transfer'), move.which)
      const form = { amount: String(move.amount) }
      if (transfer !== undefined) run(draft, 'transfers.reverse', transfer.id, form)
      return
    }
    case 'payout': {
      const form = { amount: String(move.amount), currency: 'usd' }
      return void run(draft, 'payouts.create', '', form, account?.id)
    }
    case 'settle': {
      const payout = pick(draft.all('payout'), move.which)
      if (payout !== undefined) settlePayout(draft, payout)
      return
    }
    case 'wait':
      return
    default:
      return move satisfies never
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

const wrong = (world: World): string | undefined => {
  const draft = openDraft(world, 0, undefined)
  const refunds = draft.all('refund')
  for (const charge of draft.all('charge')) {
    const given = refunds.filter((one) => one.charge === charge.id && one.status !== 'failed')
    if (sum(given.map((one) => one.amount)) !== charge.amount_refunded) return 'refunds of a charge'
    if (charge.amount_refunded > charge.amount_captured) return 'refunded above captured'
    if (charge.amount_captured > charge.amount) return 'captured above authorised'
  }
  for (const intent of draft.all('payment_intent')) {
    if (intent.amount_received + intent.amount_capturable > intent.amount) return 'above the amount'
    const captured = draft
      .all('charge')
      .filter((one) => one.payment_intent === intent.id)
      .map((one) => one.amount_captured)
    if (sum(captured) !== intent.amount_received) return 'captured twice'
  }
  for (const transfer of draft.all('transfer')) {
    const back = draft.all('transfer_reversal').filter((one) => one.transfer === transfer.id)
    if (sum(back.map((one) => one.amount)) !== transfer.amount_reversed) return 'reversals'
    if (transfer.amount_reversed > transfer.amount) return 'reversed above transferred'
  }
  const movements = draft.all('balance_transaction')
  const net = (filter: (id: string) => boolean): number =>
    sum(movements.filter(({ id }) => filter(id)).map((one) => one.net))
  const onAccount = (id: string): boolean => draft.hidden(id).account !== undefined
  if (net(onAccount) < 0) return 'an account below zero'
  const payouts = draft.all('payout').filter(({ status }) => status !== 'failed')
  const transferred = sum(draft.all('transfer').map((one) => one.amount - one.amount_reversed))
  if (net(onAccount) !== transferred - sum(payouts.map((one) => one.amount)))
    return 'the accounts do not add up'
  return undefined
}

const withSimulator = async (use: (simulator: Simulator, directory: string) => Promise<void>) => {
  const directory = mkdtempSync(join(tmpdir(), 'payments-rules-'))
  const simulator = openSimulator({ directory, salt: 'fixed', now: () => 1_000_000_000 })
  try {
    await use(simulator, directory)
  } finally {
    rmSync(directory, { recursive: true })
  }
}

t.test('whatever is asked, the money adds up', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(moves, { minLength: 1, maxLength: 40 }), (sequence) =>
      withSimulator(async (simulator, directory) => {
        const { world } = simulator
        await simulator.commit((draft) => {
          run(draft, 'accounts.create', '', { country: 'DE' })
          const [account] = draft.all('account')
          if (account !== undefined) onboard(draft, account)
        })
        for (const move of sequence) {
          if (move.do === 'wait') {
            const clockOffsetSeconds = world.settings.clockOffsetSeconds + move.days * 86_400
            await simulator.write({ settings: { ...world.settings, clockOffsetSeconds } })
            await simulator.tick()
          }
          await simulator
            .commit((draft) => perform(draft, move))
            .catch((error: unknown) => {
              if (!(error instanceof ApiError)) throw error
            })
          const found = wrong(world)
          if (found !== undefined) throw new Error(found)
        }
        await simulator.close()
        const again = openSimulator({ directory })
        t.strictSame([...again.world.objects], [...world.objects])
        t.strictSame([...again.world.hidden], [...world.hidden])
        t.equal(again.world.sequence, world.sequence)
        await again.close()
      }),
    ),
    { numRuns: 60 },
  )
})
