/** An adjusting entry: what it put on which account, debits positive. */
export type EntryModel = {
  status: 'PENDING' | 'POSTED' | 'VOIDED' | 'EXPIRED' | 'REVERSED'
  readonly debited: string
  readonly credited: string
  amount: number
  readonly until: number
}

/** What is earned and not settled, by side, and what is settled, by when it may leave. */
export type PayeeModel = {
  ofApps: number
  ofDevices: number
  started: boolean
  active: boolean
  /** Of the log, up to which it is settled. */
  position: number
  matured: number
  maturing: { readonly from: number; readonly amount: number }[]
  readonly payouts: Map<
    string,
    { status: 'REQUESTED' | 'PAID' | 'FAILED' | 'RETURNED'; readonly amount: number }
  >
}

export type BillModel = {
  status: 'DRAFT' | 'OPEN' | 'PAID' | 'VOID' | 'UNCOLLECTIBLE'
  readonly organisation: string
  readonly net: number
  tax: number
  paid: number
  readonly payments: Map<string, number>
  readonly reversals: Set<string>
}

/** What may leave now: what is held back ripens later, what was given back is owed at once. */
export const available = ({ matured, maturing }: PayeeModel, now: number): number =>
  Math.max(
    0,
    maturing.reduce((sum, { from, amount }) => sum + (from <= now ? amount : 0), matured),
  )
