import type Stripe from 'stripe'
import { record, secondsSince } from '../../telemetry/metrics/instruments.ts'

type HttpClient = ReturnType<typeof Stripe.createNodeHttpClient>

/** `POST payment_intents/capture`: what is asked of what kind of object, without the object. */
export const operationOf = (method: string, path: string): string => {
  const [, , resource = 'none', , action] = (path.split('?', 1)[0] ?? '').split('/')
  return `${method} ${action === undefined ? resource : `${resource}/${action}`}`
}

/** Measures each request that the SDK sends, every attempt by itself. */
export const measuring = (client: HttpClient): HttpClient => ({
  getClientName: () => client.getClientName(),
  makeRequest: async (...request) => {
    const [, , path, method] = request
    const operation = operationOf(method, path)
    const began = performance.now()
    const ended = (outcome: string): void =>
      record('qh.payments.call.duration', secondsSince(began), { operation, outcome })
    try {
      const response = await client.makeRequest(...request)
      ended(response.getStatusCode() < 500 ? 'ok' : 'error')
      return response
    } catch (error) {
      ended('error')
      throw error
    }
  },
})
