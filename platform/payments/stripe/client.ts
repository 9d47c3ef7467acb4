import { AsyncLocalStorage } from 'node:async_hooks'
import Stripe from 'stripe'
import { measuring } from './measure.ts'
import type { StripeSettings } from './settings.ts'

/** The version of the provider's API that the adapter was written against; the SDK's types are of it. */
export const apiVersion = '2026-10-28.endive'

/** How the attempts of one call ended that brought no answer. */
type Attempts = { unanswered: number; unconnected: number }

const attempts = new AsyncLocalStorage<Attempts>()

/** Codes of a connection that was never made: the request cannot have arrived. */
const neverConnected = ['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN']

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined

type HttpClient = ReturnType<typeof Stripe.createNodeHttpClient>

/**
 * The SDK sends a request again by itself when a connection breaks. Its last error alone does not tell whether an earlier
 * attempt may have arrived; this counts them.
 */
const counting = (client: HttpClient): HttpClient => ({
  getClientName: () => client.getClientName(),
  makeRequest: async (...request) => {
    try {
      return await client.makeRequest(...request)
    } catch (error) {
      const counted = attempts.getStore()
      if (counted !== undefined) {
        if (neverConnected.includes(String(codeOf(error)))) counted.unconnected += 1
        else counted.unanswered += 1
      }
      throw error
    }
  },
})

/** Runs a call, with what is known of its attempts that failed. */
export const attempted = async <Value>(
  call: () => Promise<Value>,
): Promise<
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: unknown; readonly attempts: Readonly<Attempts> }
> => {
  const counted: Attempts = { unanswered: 0, unconnected: 0 }
  try {
    return { ok: true, value: await attempts.run(counted, call) }
  } catch (error) {
    return { ok: false, error, attempts: counted }
  }
}

export const openStripe = (settings: StripeSettings): Stripe => {
  const { secretKey, timeoutMs, networkRetries } = settings
  const url = settings.url === undefined ? undefined : new URL(settings.url)
  const secure = url?.protocol === 'https:'
  return new Stripe(secretKey, {
    apiVersion,
    httpClient: counting(measuring(Stripe.createNodeHttpClient())),
    timeout: timeoutMs,
    maxNetworkRetries: networkRetries,
    telemetry: false,
    ...(url === undefined
      ? {}
      : {
          host: url.hostname,
          port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
          protocol: secure ? 'https' : 'http',
        }),
  })
}
