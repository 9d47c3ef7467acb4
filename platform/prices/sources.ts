import { z } from 'zod'
import { decimalPrice } from './decimal-price.ts'
import type { Clock } from '../clock/clock.ts'
import type { PriceSource } from './port.ts'

/** The asset that prices are in. */
const priced = 'USD/2'

/** No exchange is offered. */
export const noPrices: PriceSource = { price: async () => ({ kind: 'absent' }) }

/** The house sets the price. */
export const fixedPrice = (price: string, clock: Clock): PriceSource => ({
  price: async (asset) =>
    asset === priced
      ? { kind: 'found', value: { asset, price, at: clock.now().toISOString() } }
      : { kind: 'absent' },
})

const Answer = z.object({
  price: z.string().regex(decimalPrice),
  at: z.iso.datetime({ offset: true }).transform((at) => new Date(at).toISOString()),
})

type OracleOptions = {
  readonly clock: Clock
  /** A price that is older says nothing any more. */
  readonly oldestSeconds: number
  readonly timeoutMs: number
}

/** Asks `GET url?asset=USD`, which answers `{"price": "0.25", "at": "2026-01-01T00:00:00Z"}`. */
export const priceOracle = (
  url: string,
  { clock, oldestSeconds, timeoutMs }: OracleOptions,
): PriceSource => ({
  price: async (asset) => {
    if (asset !== priced) return { kind: 'absent' }
    const question = new URL(url)
    question.searchParams.set('asset', asset.slice(0, asset.indexOf('/')))
    try {
      const response = await fetch(question, { signal: AbortSignal.timeout(timeoutMs) })
      if (!response.ok) return { kind: 'unanswered', reason: `It answered ${response.status}.` }
      const { price, at } = Answer.parse(await response.json())
      const age = clock.now().getTime() - Date.parse(at)
      return age > oldestSeconds * 1_000
        ? { kind: 'unanswered', reason: `Its last price is of ${at}.` }
        : { kind: 'found', value: { asset, price, at } }
    } catch (error) {
      return { kind: 'unanswered', reason: String(error).slice(0, 200) }
    }
  },
})
