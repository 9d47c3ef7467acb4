import { z } from 'zod'
import { MinorUnits, scaleOf } from '../../shared/money.ts'

/** Budgets count finer than wallets: prices of tokens are far below a cent. Of the same code, at this scale. */
export const fineScale = 10

/** Fine units, as a decimal string. */
export const FineUnits = MinorUnits
export const FineAsset = z.string().regex(/^[A-Z][A-Z0-9]{2,9}\/10$/)

export const codeOf = (asset: string): string => asset.slice(0, asset.indexOf('/'))
export const fineAssetOf = (asset: string): string => `${codeOf(asset)}/${fineScale}`

/** Assets with more decimals than budgets have cannot stand behind one. */
export const canBeFine = (asset: string): boolean => scaleOf(asset) <= fineScale

const unitsIn = (asset: string): bigint => 10n ** BigInt(fineScale - scaleOf(asset))

export const toFine = (amount: bigint, asset: string): bigint => amount * unitsIn(asset)

/** In the wallet's own units, rounded up: once, when a budget is closed. Never more than a limit that was of whole units. */
export const fromFineUp = (fine: bigint, asset: string): bigint => {
  const units = unitsIn(asset)
  return (fine + units - 1n) / units
}
