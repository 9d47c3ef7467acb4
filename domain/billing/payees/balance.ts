import { msOf } from '../../shared/instant.ts'

/** What was settled for a payee in one asset and has not left. Less than nothing is carried over to what is earned next. */
export type Balance = {
  /** Of what may leave at once; negative when more was given back than there was. */
  readonly matured: bigint
  /** Held back until then; the earliest first. Never negative: what is given back is given back at once. */
  readonly maturing: readonly { readonly availableAt: string; readonly amount: bigint }[]
  /** Position of the log up to which this asset is settled. */
  readonly settledTo: bigint
}

export const nothing: Balance = { matured: 0n, maturing: [], settledTo: 0n }

export const totalOf = ({ matured, maturing }: Balance): bigint =>
  maturing.reduce((sum, { amount }) => sum + amount, matured)

/** What may be paid out then. */
export const availableAt = ({ matured, maturing }: Balance, now: string): bigint => {
  const ripe = maturing.filter((each) => msOf(each.availableAt) <= msOf(now))
  const available = ripe.reduce((sum, { amount }) => sum + amount, matured)
  return available > 0n ? available : 0n
}

/** What has ripened by then counts as matured: the list stays short. */
const ripened = (balance: Balance, now: string): Balance => {
  const isRipe = (each: Balance['maturing'][number]) => msOf(each.availableAt) <= msOf(now)
  return {
    ...balance,
    matured: balance.maturing
      .filter(isRipe)
      .reduce((sum, { amount }) => sum + amount, balance.matured),
    maturing: balance.maturing.filter((each) => !isRipe(each)),
  }
}

export const moved = (balance: Balance, amount: bigint, at: string): Balance => {
  const before = ripened(balance, at)
  return { ...before, matured: before.matured + amount }
}

export const earned = (
  balance: Balance,
  {
    amount,
    availableAt: from,
    at,
  }: {
    readonly amount: bigint
    readonly availableAt: string
    readonly at: string
  },
): Balance => {
  if (amount <= 0n) return moved(balance, amount, at)
  const before = ripened(balance, at)
  const maturing = [...before.maturing, { availableAt: from, amount }]
  return {
    ...before,
    maturing: maturing.sort((a, b) => msOf(a.availableAt) - msOf(b.availableAt)),
  }
}
