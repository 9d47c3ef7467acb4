import { sharesIn } from '../../../../domain/billing/payees/shares.ts'
import { payee } from '../../../../domain/billing/payees/payee.ts'
import { settlement } from '../../../../domain/billing/payees/settlement.ts'
import { wallet, type WalletEvent } from '../../../../domain/billing/wallet/wallet.ts'
import type { RecordedEvent } from '../../../../platform/event-store/types.ts'
import { add, inCategory, type LogCheck, type Sums } from './log-check.ts'

/** Of an event, as far as the check reads it. */
type Settled = {
  readonly organisation: string
  readonly asset: string
  readonly toPosition: string
  readonly ofApps: string
  readonly ofDevices: string
}

/** Up to where the hub says that everything is settled. */
const settledTo = (log: readonly RecordedEvent[]): bigint => {
  const completed = inCategory(log, settlement.category).findLast(
    ({ type }) => type === 'SettlementRunCompleted',
  )
  // The type says what it holds.
  return completed === undefined
    ? 0n
    : BigInt((completed.data as Pick<Settled, 'toPosition'>).toPosition)
}

/**
 * What is owed and not yet settled is what was earned after the last settlement: everything up to there went to the balance
 * of whom it belongs to, once. Held against the events that earned it, not against the sums that the runs made.
 */
export const settled: LogCheck = ({ log }) => {
  const to = settledTo(log)
  const cuts = new Map<string, bigint>()
  const paid: Sums = new Map()
  for (const event of inCategory(log, payee.category)) {
    if (event.type !== 'EarningsSettled') continue
    // The type says what it holds.
    const { organisation, asset, toPosition, ofApps, ofDevices } = event.data as Settled
    const key = `${organisation} ${asset}`
    add(paid, key, BigInt(ofApps) + BigInt(ofDevices))
    const end = BigInt(toPosition)
    cuts.set(key, end > to ? end : to)
  }
  const earned: Sums = new Map()
  for (const event of inCategory(log, wallet.category)) {
    // The stream says whose it is.
    const moved = { type: event.type, data: event.data } as WalletEvent
    for (const { organisation, gross, commission, refunded } of sharesIn(moved)) {
      const key = `${organisation} ${moved.data.asset}`
      if (event.position <= (cuts.get(key) ?? to)) add(earned, key, gross - commission - refunded)
    }
  }
  return [...new Set([...paid.keys(), ...earned.keys()])].flatMap((key) => {
    const [due, was] = [earned.get(key) ?? 0n, paid.get(key) ?? 0n]
    return due === was
      ? []
      : [`${key}: earned ${due.toString()} up to the last settlement, settled ${was.toString()}`]
  })
}
