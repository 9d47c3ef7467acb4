import type { Money } from '../../../../domain/shared/money.ts'

const amount = '(\\d+(?:\\.\\d{1,2})?)'
/** How people write sums, and what a unit of each is. */
const forms: readonly (readonly [RegExp, string, number])[] = [
  [new RegExp(`\\$\\s?${amount}`), 'USD/2', 2],
  [new RegExp(`${amount}\\s?(?:USD|(?:US )?dollars?)\\b`, 'i'), 'USD/2', 2],
  [new RegExp(`${amount}\\s?(?:¢|cents?\\b)`, 'i'), 'USD/2', 0],
  [new RegExp(`€\\s?${amount}`), 'EUR/2', 2],
  [new RegExp(`${amount}\\s?(?:EUR|euros?)\\b`, 'i'), 'EUR/2', 2],
]

/** The first sum of money in a text, in minor units. */
export const sumOf = (text: string): Money | undefined => {
  for (const [form, asset, scale] of forms) {
    const [, found] = form.exec(text) ?? []
    if (found === undefined) continue
    const [whole = '', fraction = ''] = found.split('.')
    const minor = BigInt(whole + fraction.padEnd(scale, '0').slice(0, scale))
    return { amount: minor.toString(), asset }
  }
  return undefined
}
