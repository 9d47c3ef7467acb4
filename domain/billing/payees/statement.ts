import { msOf } from '../../shared/instant.ts'
import type { PayeeEvent } from './payee-events.ts'

/** One movement of the balance; `amount` and `balance` may be less than nothing. */
export type StatementLine = {
  readonly at: string
  readonly kind: 'EARNINGS' | 'PAYOUT' | 'PAYOUT_FAILED' | 'PAYOUT_RETURNED'
  readonly gross: bigint
  readonly commission: bigint
  readonly refunded: bigint
  readonly amount: bigint
  readonly balance: bigint
  /** Of the run or the payout. */
  readonly reference: string
}

export type Statement = {
  readonly asset: string
  readonly opening: bigint
  readonly lines: readonly StatementLine[]
  readonly closing: bigint
}

type Movement = Omit<StatementLine, 'balance'>

const none = { gross: 0n, commission: 0n, refunded: 0n } as const

/** That a payout was paid moves no balance: it left with the request. */
const movementOf = ({ type, data }: PayeeEvent): Movement | undefined => {
  switch (type) {
    case 'EarningsSettled': {
      const { at, gross, commission, refunded, amount, runId: reference } = data
      return {
        ...{ at, reference, kind: 'EARNINGS' },
        gross: BigInt(gross),
        commission: BigInt(commission),
        refunded: BigInt(refunded),
        amount: BigInt(amount),
      }
    }
    case 'PayoutRequested':
      return {
        ...{ ...none, at: data.at, reference: data.payoutId, kind: 'PAYOUT' },
        amount: -BigInt(data.amount),
      }
    case 'PayoutFailed':
    case 'PayoutReturned': {
      const kind = type === 'PayoutFailed' ? 'PAYOUT_FAILED' : 'PAYOUT_RETURNED'
      const { at, payoutId: reference } = data
      return { ...none, at, reference, kind, amount: BigInt(data.amount) }
    }
    default:
      return undefined
  }
}

/** What became of a balance from one instant to before another: opening, every movement, closing. */
export const statementOf = (
  events: readonly PayeeEvent[],
  {
    asset,
    from,
    before,
  }: { readonly asset: string; readonly from: string; readonly before: string },
): Statement => {
  const movements = events
    .filter(({ data }) => 'asset' in data && data.asset === asset)
    .flatMap((event) => movementOf(event) ?? [])
    .filter(({ at }) => msOf(at) < msOf(before))
  const isEarlier = ({ at }: Movement): boolean => msOf(at) < msOf(from)
  const opening = movements.filter(isEarlier).reduce((sum, { amount }) => sum + amount, 0n)
  let balance = opening
  const lines = movements
    .filter((movement) => !isEarlier(movement))
    .map((movement) => ({ ...movement, balance: (balance += movement.amount) }))
  return { asset, opening, lines, closing: balance }
}
