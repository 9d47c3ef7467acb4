/** Currencies without a minor unit: their amounts are counted whole. All others that cards pay in, in hundredths. */
const whole = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' '))

/** Those that providers count in thousandths, or in hundredths although nobody has such coins: no card is asked for them. */
const odd = new Set('BHD IQD JOD KWD LYD OMR TND ISK UGX HUF TWD'.split(' '))

/** Decimals of the minor unit that cards pay in; undefined for what they don't pay in. `code`: ISO 4217. */
export const cardScaleOf = (code: string): 0 | 2 | undefined => {
  if (!/^[A-Z]{3}$/.test(code) || odd.has(code)) return undefined
  return whole.has(code) ? 0 : 2
}

/** The largest amount of one payment: eight digits. */
export const largestPayment = 99_999_999n

/** What the provider charges at least, in minor units, where it says so. (Stripe: "Minimum and maximum charge amounts".) */
const smallest: Readonly<Record<string, bigint>> = {
  ...{ USD: 50n, EUR: 50n, GBP: 30n, CHF: 50n, CAD: 50n, AUD: 50n, NZD: 50n, SGD: 50n },
  ...{ JPY: 50n, BRL: 50n, INR: 50n, AED: 200n, BGN: 100n, CZK: 1_500n, DKK: 250n, HKD: 400n },
  ...{ MXN: 1_000n, MYR: 200n, NOK: 300n, PLN: 200n, RON: 200n, SEK: 300n, THB: 1_000n },
}

export const smallestPayment = (code: string): bigint => smallest[code] ?? 1n
