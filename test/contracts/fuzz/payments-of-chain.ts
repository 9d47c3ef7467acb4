import type { Hex } from '../../../platform/chain/port.ts'

export type PaymentTotals = {
  /** What payers have in the contract, by the payments themselves. */
  readonly authorized: bigint
  readonly wrong: readonly string[]
}

const authorizedState = '1'

/** Adds up the payments as the contract tells them: payer, validBefore, state, amount, captured, refunded. */
export const paymentTotals = async (
  payments: readonly Hex[],
  read: (id: Hex) => Promise<readonly string[]>,
): Promise<PaymentTotals> => {
  let authorized = 0n
  const wrong: string[] = []
  const told = await Promise.all(payments.map(async (id) => ({ id, values: await read(id) })))
  for (const { id, values } of told) {
    const [, , state, ...numbers] = values
    const [amount = 0n, captured = 0n, refunded = 0n] = numbers.map(BigInt)
    if (state === authorizedState) authorized += amount
    if (captured > amount || refunded > captured)
      wrong.push(`${id}: ${amount} authorised, ${captured} captured, ${refunded} refunded`)
  }
  return { authorized, wrong }
}
