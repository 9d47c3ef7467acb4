import { z } from 'zod'
import { MinorUnits } from '../../shared/money.ts'
import { Id } from '../../shared/values.ts'

/** Part of an amount, and the grant that it came out of; without one, out of credit without conditions. */
export const Burn = z.strictObject({ grantId: Id.exactOptional(), amount: MinorUnits })
export type Burn = z.output<typeof Burn>

/** The whole of an amount by its parts, the first burned first. */
export const Burns = z.array(Burn)
export type Burns = readonly Burn[]

export const totalOf = (burns: Burns): bigint =>
  burns.reduce((sum, { amount }) => sum + BigInt(amount), 0n)

/** An amount out of credit without conditions. Before there were grants, all was. */
export const unconditional = (amount: bigint | string): Burns =>
  BigInt(amount) === 0n ? [] : [{ amount: amount.toString() }]

/** So much of it, the first burned first, and what is left. Never more than there is. */
export const splitBurns = (
  burns: Burns,
  amount: bigint,
): { readonly first: Burns; readonly rest: Burns } => {
  const first: Burn[] = []
  const rest: Burn[] = []
  let left = amount
  for (const burn of burns) {
    const whole = BigInt(burn.amount)
    const part = whole < left ? whole : left
    left -= part
    if (part > 0n) first.push({ ...burn, amount: part.toString() })
    if (part < whole) rest.push({ ...burn, amount: (whole - part).toString() })
  }
  return { first, rest }
}

/** So much of it is given back, what was burned last before what was burned first. */
export const givenBack = (
  burns: Burns,
  amount: bigint,
): { readonly kept: Burns; readonly returned: Burns } => {
  const { first, rest } = splitBurns(burns, totalOf(burns) - amount)
  return { kept: first, returned: rest }
}
