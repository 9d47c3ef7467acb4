import type { TokenPolicy } from '../../domain/tokens/policy.ts'
import { decimalPrice } from '../../platform/prices/decimal-price.ts'
import { systemClock } from '../../platform/clock/clock.ts'
import type { Config } from '../../platform/config/schema.ts'
import type { PriceSource } from '../../platform/prices/port.ts'
import { fixedPrice, noPrices, priceOracle } from '../../platform/prices/sources.ts'

const timeoutMs = 5_000

/** Who says what a token is worth: the house itself, a service, or nobody. Throws when the setting is neither. */
export const pricesOf = ({ tokenPrice, tokenPriceOldestSeconds }: Config): PriceSource => {
  if (tokenPrice === undefined) return noPrices
  if (decimalPrice.test(tokenPrice)) return fixedPrice(tokenPrice, systemClock)
  if (!URL.canParse(tokenPrice) || !/^https?:/.test(tokenPrice))
    throw new Error('QHUB_TOKEN_PRICE is neither a positive number nor an address of a service')
  return priceOracle(tokenPrice, {
    clock: systemClock,
    oldestSeconds: tokenPriceOldestSeconds,
    timeoutMs,
  })
}

export const tokenPolicyOf = (config: Config): TokenPolicy => ({
  depositMinimum: config.depositMinimum,
  withdrawalMinimum: config.withdrawalMinimum,
  withdrawalMaximum: config.withdrawalMaximum,
  withdrawalsPerDay: config.withdrawalsPerDay,
  coolingSeconds: config.withdrawalCoolingSeconds,
  exchangeFeeBasisPoints: config.exchangeFeeBasisPoints,
  exchangeValidSeconds: config.exchangeSeconds,
  exchangeMaximum: config.exchangeMaximum,
})
