import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  runPayments,
  type RunningPayments,
  type RunOptions,
} from '../../ops/embedded/payments/run.ts'
import { simulatorKey, simulatorWebhookSecret } from '../../ops/embedded/payments/keys.ts'
import type { FaultOrder } from '../../ops/embedded/payments/faults/fault.ts'
import type { PaymentProvider } from '../../platform/payments/port.ts'
import { createStripeProvider } from '../../platform/payments/stripe/provider.ts'
import type { StripeSettings } from '../../platform/payments/stripe/settings.ts'

/** The simulator in this process, with the hub's adapter before it: the SDK talks to it over a socket. */
export type PaymentStage = {
  readonly running: () => RunningPayments
  readonly provider: PaymentProvider
  readonly another: (settings: Partial<StripeSettings>) => PaymentProvider
  readonly fault: (order: FaultOrder) => void
  /** What a customer, a bank or a seller does. */
  readonly deed: (id: string, deed: string, body?: object) => Promise<unknown>
  readonly control: (method: string, path: string, body?: object) => Promise<unknown>
  /** Ends the simulator as it is, and opens the same directory on the same port. */
  readonly restart: () => Promise<void>
  readonly close: () => Promise<void>
}

export const startPaymentStage = async (options: RunOptions = {}): Promise<PaymentStage> => {
  const directory = mkdtempSync(join(tmpdir(), 'payments-'))
  let running = await runPayments(directory, { retryMs: 20, ...options })
  const another = (settings: Partial<StripeSettings>): PaymentProvider =>
    createStripeProvider({
      secretKey: simulatorKey,
      webhookSecrets: [simulatorWebhookSecret],
      url: running.url,
      timeoutMs: 2_000,
      networkRetries: 0,
      now: Date.now,
      ...settings,
    })
  const control = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${running.url}/_simulator/${path}`, {
      method,
      headers: { authorization: `Bearer ${simulatorKey}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const told: unknown = await answer.json()
    if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(told)}`)
    return told
  }
  return {
    running: () => running,
    provider: another({}),
    another,
    fault: (order) => running.plan.add(order),
    deed: (id, deed, body = {}) => control('POST', `objects/${id}/${deed}`, body),
    control,
    restart: async () => {
      const { port } = running
      await running.close()
      running = await runPayments(directory, { retryMs: 20, ...options, port })
    },
    close: async () => {
      await running.close()
      rmSync(directory, { recursive: true })
    },
  }
}
