import type { ExchangeStatus } from '../../../domain/tokens/exchange/exchange.ts'

/** One asset for another. Amounts in minor units of their assets, as decimal strings. */
export type ExchangeRow = {
  readonly exchange_id: string
  readonly organisation: string
  readonly sold_asset: string
  /** The fee in it. */
  readonly sold: string
  readonly fee: string
  readonly bought_asset: string
  readonly bought: string
  /** Of one QVT, in whole units of the money. */
  readonly price: string
  readonly priced_at: Date
  readonly status: ExchangeStatus
  readonly failed_for: string | null
  readonly expires_at: Date
  readonly quoted_at: Date
  readonly changed_at: Date
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type ExchangeTables = { readonly exchanges: ExchangeRow }
