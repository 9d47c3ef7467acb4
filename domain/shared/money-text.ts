import { scaleOf } from './money.ts'

/** Decimals beyond these are printed only where they say something. */
const usualDecimals = 2

/** "-1,234.56", without the asset; "0.000000000000000001" of what has that many decimals. */
export const amountText = (amount: string, asset: string): string => {
  const scale = scaleOf(asset)
  const isBelow = amount.startsWith('-')
  const digits = amount.replace('-', '').padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale).replace(/\B(?=(?:\d{3})+$)/g, ',')
  const decimals = digits.slice(digits.length - scale)
  const shown = decimals.slice(0, usualDecimals) + decimals.slice(usualDecimals).replace(/0+$/, '')
  return `${isBelow ? '-' : ''}${whole}${shown === '' ? '' : `.${shown}`}`
}

const codeOf = (asset: string): string => asset.slice(0, asset.indexOf('/'))

export const moneyText = (amount: string, asset: string): string =>
  `${amountText(amount, asset)} ${codeOf(asset)}`
