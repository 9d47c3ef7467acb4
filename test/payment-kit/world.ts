import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { compiled } from '../../ops/compiled/compiled.ts'
import { startEventStore } from '../../ops/embedded/event-store/start.ts'
import { simulatorKey, simulatorWebhookSecret } from '../../ops/embedded/payments/keys.ts'
import { startPayments } from '../../ops/embedded/payments/start.ts'
import type { FaultOrder } from '../../ops/embedded/payments/faults/fault.ts'
import type { Stored } from '../../ops/embedded/payments/core/stored.ts'
import { connectEventStore } from '../../platform/event-store/connect.ts'
import { createStripeProvider } from '../../platform/payments/stripe/provider.ts'
import { noticesPath } from '../../write-api/billing/payments/serve-notices.ts'
import { servicesOn } from '../kit/services.ts'
import { freePort } from '../servers/free-port.ts'
import type { HubSettings } from './hub-process.ts'
import type { Planted } from './planted.ts'
import type { Strike } from './plan.ts'

export type Books = {
  readonly objects: readonly Stored[]
  readonly events: readonly { readonly id: string; readonly delivered: boolean }[]
}

const startHub = async (settings: HubSettings): Promise<ChildProcess> => {
  const program = await compiled('test/payment-kit/hub-process.ts')
  const child = spawn(process.execPath, [program, JSON.stringify(settings)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const { stdout } = child
  await Promise.race([
    once(createInterface({ input: stdout }), 'line'),
    once(child, 'exit').then(([code, signal]) => {
      throw new Error(`the hub ended before it was ready: ${String(code ?? signal)}`)
    }),
  ])
  return child
}

const killed = async (child: ChildProcess): Promise<void> => {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

/** A hub's payments, an event store and a payment provider: each a process, two of which are killed whenever it is time. */
export const openWorld = async (planted: Planted | undefined) => {
  const directory = mkdtempSync(join(tmpdir(), 'payment-kit-'))
  const dataDir = join(directory, 'payments')
  const [node, port] = await Promise.all([
    startEventStore({ dataDir: join(directory, 'events'), port: 0 }),
    freePort(),
  ])
  const retryMs = 50
  let provider = await startPayments({ dataDir, retryMs })
  const { url, port: providerPort } = provider.ready
  let aheadMs = 0
  const settings = (): HubSettings => ({
    ...{ eventStoreUrl: node.connectionString, paymentsUrl: url, port, aheadMs },
    ...(planted === undefined ? {} : { planted }),
  })
  let hub = await startHub(settings())
  const clock = { now: () => new Date(Date.now() + aheadMs) }
  const eventStore = connectEventStore(node.connectionString)
  const payments = createStripeProvider({
    secretKey: simulatorKey,
    webhookSecrets: [simulatorWebhookSecret],
    url,
    timeoutMs: 20_000,
    networkRetries: 5,
    now: Date.now,
  })

  /** The provider's own side. One that is being killed is asked until it is there again. */
  const control = async (method: string, path: string, body?: object): Promise<unknown> => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const answer = await fetch(`${url}/_simulator/${path}`, {
          method,
          headers: { authorization: `Bearer ${simulatorKey}` },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        })
        const told: unknown = await answer.json()
        if (!answer.ok) throw new Refusal(JSON.stringify(told))
        return told
      } catch (error) {
        if (error instanceof Refusal || attempt > 400) throw error
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
  }
  await control('PUT', 'webhook', {
    url: `http://127.0.0.1:${port}${noticesPath}`,
    secret: simulatorWebhookSecret,
  })
  let orders: readonly FaultOrder[] = []
  const order = async (faults: readonly FaultOrder[]): Promise<void> => {
    orders = faults
    for (const fault of faults) await control('POST', 'faults', fault)
  }
  return {
    services: { ...servicesOn(eventStore, clock), payments },
    eventStore,
    order,
    control,
    /** Something that a customer or a bank does; false when it cannot be done any more. */
    deed: async (id: string, deed: string, agreed: boolean): Promise<boolean> => {
      try {
        await control('POST', `objects/${id}/${deed}`, { agreed })
        return true
      } catch (error) {
        if (error instanceof Refusal) return false
        throw error
      }
    },
    // It is what the simulator answers there.
    books: async () => (await control('GET', 'books')) as Books,
    now: () => clock.now(),
    /** Time goes by, for all of them. */
    advance: async (seconds: number): Promise<void> => {
      aheadMs += seconds * 1000
      await control('POST', 'clock', { seconds })
      hub.stdin?.write(`${aheadMs}\n`)
    },
    strike: async (target: Strike['target']): Promise<void> => {
      if (target !== 'provider') await killed(hub)
      if (target !== 'hub') {
        // What is in force is of one run of it: what is left of it goes on after the kill.
        await provider.kill()
        provider = await startPayments({ dataDir, retryMs, port: providerPort })
        for (const fault of orders.slice(orders.length / 2)) await control('POST', 'faults', fault)
        orders = orders.slice(orders.length / 2)
      }
      if (target !== 'provider') hub = await startHub(settings())
    },
    close: async () => {
      await killed(hub)
      await eventStore.close()
      await Promise.all([provider.kill(), node.stop()])
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

export type World = Awaited<ReturnType<typeof openWorld>>

/** The provider's word that it cannot be done. */
class Refusal extends Error {
  override readonly name = 'Refusal'
}
