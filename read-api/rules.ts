import type { priceAt } from '../domain/devices/price-book.ts'
import type { nextOpening } from '../domain/devices/windows.ts'

/** Rules of the domain that answers depend on; whoever assembles the hub hands over the domain's own. */
export type ReadRules = {
  readonly priceAt: typeof priceAt
  readonly nextOpening: typeof nextOpening
}
