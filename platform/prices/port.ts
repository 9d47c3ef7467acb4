import type { Found } from '../payments/outcome.ts'

/** What one whole QVT costs, in whole units of the asset: a decimal number as text. */
export type TokenPrice = {
  readonly asset: string
  readonly price: string
  /** When it was so, as an ISO instant. */
  readonly at: string
}

/** Who knows what the token is worth. `absent`: not in this asset. Nothing here throws. */
export type PriceSource = {
  readonly price: (asset: string) => Promise<Found<TokenPrice>>
}
