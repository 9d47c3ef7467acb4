type Sight = {
  readonly depositId: string
  readonly amount: string
  readonly observation: number
}
type OfWallet = Sight & { readonly organisation: string }
type Booked = Pick<Sight, 'depositId' | 'amount'>

/** The names are stored: they never change. */
export type DepositEffect =
  /** Says what a transfer is; of a deposit, whose. */
  | (Sight & {
      readonly kind: 'see'
      readonly chain: string
      readonly from: string
      readonly to: string
      readonly transactionHash: string
    })
  | (Sight & { readonly kind: 'orphan' })
  | (Sight & { readonly kind: 'finalise' })
  | { readonly kind: 'refuse'; readonly depositId: string; readonly code: string }
  /** What the wallet books. */
  | (OfWallet & { readonly kind: 'expect' })
  | (OfWallet & { readonly kind: 'reverse' })
  | (OfWallet & { readonly kind: 'credit'; readonly unclaimed: boolean })
  /** What the hub books in its own journal. */
  | (Booked & { readonly kind: 'setAside' })
  | (Booked & { readonly kind: 'ownIn' })
  | (Booked & { readonly kind: 'ownOut' })
