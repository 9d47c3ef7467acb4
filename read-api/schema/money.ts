import type { Money as MoneyValue } from '../../domain/shared/money.ts'
import { builder } from './builder.ts'

const scaleOf = (asset: string): number => Number(asset.slice(asset.indexOf('/') + 1))

/** Minor units as a decimal number of the asset's unit: 1234 of "USD/2" is "12.34". Exact; negative amounts too. */
export const decimalOf = ({ amount, asset }: MoneyValue): string => {
  const scale = scaleOf(asset)
  const sign = amount.startsWith('-') ? '-' : ''
  const digits = amount.slice(sign.length).padStart(scale + 1, '0')
  return scale === 0 ? amount : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

export const Money = builder.objectRef<MoneyValue>('Money').implement({
  description: 'An exact amount of an asset.',
  fields: (t) => ({
    amount: t.exposeString('amount', {
      description: 'Whole minor units, as a decimal string: "1234".',
    }),
    asset: t.exposeString('asset', {
      description: 'The asset and the decimals of its minor unit: "USD/2".',
    }),
    decimal: t.string({
      description: 'The amount in the asset’s own unit, for people: "12.34".',
      resolve: decimalOf,
    }),
  }),
})

/** For columns that are null until something happened. */
export const moneyOrNull = (amount: string | null, asset: string): MoneyValue | null =>
  amount === null ? null : { amount, asset }
