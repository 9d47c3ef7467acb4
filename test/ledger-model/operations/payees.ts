import { between, chance } from '../../../ops/faults/draw.ts'
import { book } from '../model/books.ts'
import { available, type PayeeModel } from '../model/others.ts'
import { asset, freshId, payeeIds, some, someId, type Operation, type World } from '../world.ts'

const holdBack = 7 * 86_400_000

const payeeOf = (world: World, organisation: string): PayeeModel => {
  const known = world.payees.get(organisation) ?? {
    ...{ ofApps: 0, ofDevices: 0, started: false, active: false },
    ...{ position: 0, matured: 0 },
    maturing: [],
    payouts: new Map(),
  }
  world.payees.set(organisation, known)
  return known
}

export const earn = (
  world: World,
  organisation: string,
  { ofApps = 0, ofDevices = 0 }: { readonly ofApps?: number; readonly ofDevices?: number },
): void => {
  const payee = payeeOf(world, organisation)
  payee.ofApps += ofApps
  payee.ofDevices += ofDevices
}

/** Settling what was earned, once for each stretch of the log, and paying it out. */
export const onPayees = (world: World): Operation => {
  const organisation = some(world, payeeIds)
  const payee = payeeOf(world, organisation)
  if (!payee.active) return activate(organisation, payee)
  const kind = between(world.random, 0, 9)
  if (kind < 3) return settle(world, organisation, payee)
  return kind < 6 ? request(world, organisation, payee) : record(world, organisation, payee)
}

/** The provider has found out who it is. */
const activate = (organisation: string, payee: PayeeModel): Operation => {
  const accountId = `acct_${organisation}`
  const isNew = !payee.started
  return {
    on: 'payee',
    id: organisation,
    command: isNew
      ? { type: 'StartOnboarding', organisation, accountId, country: 'DE' }
      : {
          type: 'RecordAccount',
          ...{ organisation, accountId, onboarding: 'ACTIVE', requirementsDue: [] },
        },
    model: () => {
      if (isNew) payee.started = true
      else payee.active = true
      return 'done'
    },
  }
}

const settle = (world: World, organisation: string, payee: PayeeModel): Operation => {
  const { books, now } = world
  const isAgain = chance(world.random, 0.2)
  const { ofApps, ofDevices, position } = payee
  const to = isAgain ? position : (world.ids += 1)
  const count = ofApps === 0 && ofDevices === 0 ? 0 : 1
  return {
    on: 'payee',
    id: organisation,
    command: {
      type: 'SettleEarnings',
      ...{ organisation, asset, runId: freshId(world), count },
      ...{ fromPosition: BigInt(isAgain ? 0 : position), toPosition: BigInt(to) },
      ...{ gross: 0n, commission: 0n, refunded: 0n },
      ...{ ofApps: BigInt(ofApps), ofDevices: BigInt(ofDevices) },
    },
    model: () => {
      if (to <= position || count === 0) return 'nothing'
      const amount = ofApps + ofDevices
      const balance = `payee_balance:${organisation}`
      book(books, `seller_payable:${organisation}`, balance, ofApps)
      book(books, `provider_payable:${organisation}`, balance, ofDevices)
      if (amount > 0) payee.maturing.push({ from: now + holdBack, amount })
      else payee.matured += amount
      Object.assign(payee, { ofApps: 0, ofDevices: 0, position: to })
      return 'done'
    },
  }
}

const request = (world: World, organisation: string, payee: PayeeModel): Operation => {
  const { books, now } = world
  const payoutId = someId(world, payee.payouts.keys(), 0.8)
  const wish = chance(world.random, 0.5) ? undefined : between(world.random, 0, 400)
  return {
    on: 'payee',
    id: organisation,
    command: {
      type: 'RequestPayout',
      ...{ organisation, payoutId, asset },
      ...(wish === undefined ? {} : { amount: BigInt(wish) }),
    },
    model: () => {
      if (payee.payouts.has(payoutId)) return 'nothing'
      const there = available(payee, now)
      const amount = wish ?? there
      if (amount > there || amount === 0) return 'refused'
      book(books, `payee_balance:${organisation}`, `payout_in_transit:${organisation}`, amount)
      payee.matured -= amount
      payee.payouts.set(payoutId, { status: 'REQUESTED', amount })
      return 'done'
    },
  }
}

const record = (world: World, organisation: string, payee: PayeeModel): Operation => {
  const { books } = world
  const payoutId = someId(world, payee.payouts.keys(), 0.03)
  const isPaid = chance(world.random, 0.6)
  return {
    on: 'payee',
    id: organisation,
    command: isPaid
      ? { type: 'RecordPayoutPaid', organisation, payoutId, reference: 'po' }
      : { type: 'RecordPayoutFailed', organisation, payoutId, code: 'x' },
    model: () => {
      const payout = payee.payouts.get(payoutId)
      if (payout === undefined) return 'refused'
      const { status, amount } = payout
      const inTransit = `payout_in_transit:${organisation}`
      const balance = `payee_balance:${organisation}`
      if (status === 'REQUESTED') {
        book(books, inTransit, isPaid ? 'psp_clearing' : balance, amount)
        if (!isPaid) payee.matured += amount
        payout.status = isPaid ? 'PAID' : 'FAILED'
        return 'done'
      }
      if (isPaid || status !== 'PAID') return 'nothing'
      book(books, 'psp_clearing', balance, amount)
      payee.matured += amount
      payout.status = 'RETURNED'
      return 'done'
    },
  }
}
