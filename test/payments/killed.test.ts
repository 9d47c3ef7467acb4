import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { simulatorKey, simulatorWebhookSecret } from '../../ops/embedded/payments/keys.ts'
import { keepPayments, startPayments } from '../../ops/embedded/payments/start.ts'
import type { ProviderPayment } from '../../platform/payments/objects.ts'
import type { Outcome } from '../../platform/payments/outcome.ts'
import type { PaymentProvider } from '../../platform/payments/port.ts'
import { createStripeProvider } from '../../platform/payments/stripe/provider.ts'
import { eventually } from '../servers/eventually.ts'
import { long, newCustomer, order, seen, taken } from './orders.ts'

t.setTimeout(120_000)

const providerAt = (url: string): PaymentProvider =>
  createStripeProvider({
    secretKey: simulatorKey,
    webhookSecrets: [simulatorWebhookSecret],
    url,
    timeoutMs: 5_000,
    networkRetries: 0,
    now: Date.now,
  })

/** A few milliseconds that are different every time, and the same for the same seed. */
const moments = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return (state / 2_147_483_648) * 40
  }
}

t.test('killed at any moment it keeps what it has answered, and does nothing twice', async (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'payments-killed-'))
  t.teardown(() => rmSync(dataDir, { recursive: true }))
  const moment = moments(7)
  const answered = new Map<string, ProviderPayment>()
  const open: Parameters<PaymentProvider['payments']['create']>[0][] = []
  let child = await startPayments({ dataDir })
  const customerId = await newCustomer(providerAt(child.ready.url))
  for (let kill = 0; kill < 6; kill += 1) {
    const provider = providerAt(child.ready.url)
    const wanted = Array.from({ length: 12 }, () => order(customerId))
    open.push(...wanted)
    const note = (paymentId: string, outcome: Outcome<ProviderPayment>): void => {
      if (outcome.kind === 'succeeded') answered.set(paymentId, outcome.value)
    }
    const under = wanted.map(async (one) =>
      note(one.paymentId, await provider.payments.create(one)),
    )
    await pause(moment())
    await child.kill()
    await Promise.all(under)
    child = await startPayments({ dataDir })
  }
  t.teardown(child.stop)
  const provider = providerAt(child.ready.url)
  for (const one of open) {
    const again = taken(await provider.payments.create(one))
    const before = answered.get(one.paymentId)
    if (before !== undefined) t.same(again, before, 'as it was answered')
    const found = await provider.payments.find({ paymentId: one.paymentId, since: long })
    t.same(seen(found), again)
  }
  const all = new Map<string, number>()
  for await (const { paymentId = '' } of provider.payments.listSince({ since: long }))
    all.set(paymentId, (all.get(paymentId) ?? 0) + 1)
  t.same(all.size, open.length)
  t.ok(
    [...all.values()].every((times) => times === 1),
    'each once',
  )
  t.ok(answered.size > 0 && answered.size < open.length, 'some were cut off, some were not')
})

t.test('kept, it comes back on its port', async (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'payments-kept-'))
  t.teardown(() => rmSync(dataDir, { recursive: true }))
  const said: string[] = []
  const kept = await keepPayments({ dataDir, onTrouble: (text) => said.push(text) })
  t.teardown(kept.stop)
  const provider = providerAt(kept.ready.url)
  const organisation = randomUUID()
  const made = taken(await provider.customers.create({ key: randomUUID(), organisation }))
  process.kill(kept.pid(), 'SIGKILL')
  const found = await eventually(async () => {
    const looked = await provider.customers.find({ organisation, since: long })
    return looked.kind === 'found' ? looked.value : undefined
  })
  t.same(found, made)
  t.match(said[0], /the payment simulator ended \(SIGKILL\)/)
  await t.rejects(startPayments({ dataDir, port: kept.ready.port, patienceMs: 0 }), {
    code: 'directory-in-use',
  })
})
