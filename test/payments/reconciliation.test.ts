import { randomUUID } from 'node:crypto'
import t from 'tap'
import { newsOf } from '../../commands/billing/payments/provider-news.ts'
import { findDifferences } from '../../commands/billing/reconciliation/find-differences.ts'
import {
  findingIdOf,
  runReconciliation,
} from '../../commands/billing/reconciliation/run-reconciliation.ts'
import {
  acknowledgeFinding,
  resolveFinding,
} from '../../commands/billing/reconciliation/settle-finding.ts'
import { change } from '../../commands/shared/change.ts'
import { execute } from '../../commands/shared/execute.ts'
import { load } from '../../commands/shared/load.ts'
import { payment } from '../../domain/billing/payments/payment.ts'
import type { PaymentCommand } from '../../domain/billing/payments/payment-command.ts'
import { reconciliationFinding } from '../../domain/billing/reconciliation/finding.ts'
import { systemClock } from '../../platform/clock/clock.ts'
import type { ProviderDispute } from '../../platform/payments/objects.ts'
import type { NewPayment } from '../../platform/payments/port.ts'
import { contextOf, servicesOn } from '../kit/services.ts'
import { startTestEventStore } from '../servers/event-store.ts'
import { long, newCustomer, order, seen, taken, usd } from './orders.ts'
import { startPaymentStage } from './stage.ts'

t.setTimeout(120_000)
const { eventStore, stop } = await startTestEventStore()
const stage = await startPaymentStage()
t.teardown(() => Promise.all([stop(), stage.close()]))
const { provider } = stage
const services = { ...servicesOn(eventStore, systemClock), payments: provider }
const customerId = await newCustomer(provider)

const tell = async (paymentId: string, command: PaymentCommand) => {
  const changed = await change(services, contextOf(randomUUID()), '', payment, paymentId, command)
  if (!('stream' in changed)) throw new Error(JSON.stringify(changed))
  return changed.state
}

/** A payment that both sides know of; ours as far as it was told. */
const both = async (more: Partial<NewPayment> = {}) => {
  const wanted = order(customerId, more)
  const { paymentId, organisation, amount, capture, offSession } = wanted
  await tell(paymentId, {
    type: 'RequestPayment',
    ...{ paymentId, organisation, amount, capture, offSession },
    user: randomUUID(),
    methodId: randomUUID(),
    purpose: { kind: 'TOP_UP', walletId: `${organisation}-USD` },
  })
  const shown = taken(await provider.payments.create(wanted))
  await hear(paymentId, shown.id)
  return { paymentId, providerPaymentId: shown.id }
}

const hear = async (paymentId: string, id: string): Promise<void> => {
  const { state } = await load(eventStore, services.foldCache, payment, paymentId)
  const round = state.kind === 'existing' ? state.round : 0
  const observedAt = systemClock.now().toISOString()
  const news = newsOf(seen(await provider.payments.get(id)), { observedAt, round })
  await tell(paymentId, { type: 'RecordNews', paymentId, news })
}

const differences = async () =>
  (await findDifferences(services, { since: long, graceSeconds: 0 })).differences

const run = async (days = 300, of = services) => {
  const outcome = await execute(
    of,
    runReconciliation,
    { days, graceSeconds: 0 },
    contextOf(randomUUID()),
  )
  if (outcome.kind === 'failed') throw new Error(outcome.failure.detail)
  return outcome.answer
}

const findingOf = async (findingId: string) =>
  (await load(eventStore, services.foldCache, reconciliationFinding, findingId)).state

t.test('books that say the same have no differences', async (t) => {
  await both()
  await both({ capture: 'MANUAL' })
  t.same(await differences(), [])
  const { found, payments } = await run()
  t.same({ found, payments }, { found: 0, payments: 2 })
})

t.test('what happened there, and is not known here, is found until it is', async (t) => {
  const held = await both({ capture: 'MANUAL' })
  taken(
    await provider.payments.capture({
      ...{ key: randomUUID(), id: held.providerPaymentId, amount: usd(700) },
    }),
  )
  const { paymentId } = held
  t.same(
    (await differences()).map(({ code, ours, theirs }) => [code, ours, theirs]),
    [
      ['PAYMENT_STATE_DIFFERS', 'REQUIRES_CAPTURE', 'SUCCEEDED'],
      ['PAYMENT_CAPTURE_DIFFERS', '0 USD/2', '700 USD/2'],
    ],
  )
  const first = await run()
  t.equal(first.found, 2)
  const [findingId = ''] = first.standing
  t.match(await findingOf(findingId), { status: 'OPEN', difference: { subject: paymentId } })
  t.same((await run()).standing, first.standing, 'seen again it is the same finding')
  await hear(paymentId, held.providerPaymentId)
  t.equal((await run()).found, 0)
  t.match(await findingOf(findingId), { status: 'CLEARED' })
})

t.test('what nobody here has asked for', async (t) => {
  const stranger = order(customerId)
  const paid = taken(await provider.payments.create(stranger))
  t.match(await differences(), [{ code: 'PROVIDER_PAYMENT_UNKNOWN', subject: paid.id }])
  const own = await both()
  const refundId = randomUUID()
  const { paymentId, providerPaymentId } = own
  taken(
    await provider.refunds.create({
      ...{ key: refundId, refundId, paymentId, providerPaymentId, amount: usd(100) },
    }),
  )
  await stage.deed((await both()).providerPaymentId, 'dispute')
  const codes = (await differences()).map(({ code }) => code).sort()
  t.same(codes, ['PROVIDER_DISPUTE_UNKNOWN', 'PROVIDER_PAYMENT_UNKNOWN', 'PROVIDER_REFUND_UNKNOWN'])
  await stage.control('POST', 'clock', { seconds: 1 })
})

t.test('what nobody there has heard of, and what is there twice', async (t) => {
  const before = new Set((await differences()).map(({ subject }) => subject))
  const news = async () => (await differences()).filter(({ subject }) => !before.has(subject))
  const { paymentId } = await both()
  taken(await provider.payments.create(order(customerId, { paymentId })))
  t.match(await news(), [{ code: 'PROVIDER_PAYMENT_DUPLICATED', paymentId }])
  const held = await both({ capture: 'MANUAL' })
  const objects = stage.running().simulator.world.objects
  const theirs = objects.get(held.providerPaymentId)
  objects.delete(held.providerPaymentId)
  t.match(
    (await news()).filter((one) => one.paymentId === held.paymentId),
    [{ code: 'PAYMENT_MISSING', ours: 'REQUIRES_CAPTURE' }],
  )
  if (theirs !== undefined) objects.set(theirs.id, theirs)
})

t.test('a provider that does not answer to the end finds nothing', async (t) => {
  stage.fault({ at: 'request', on: 'refunds.list', times: 2, fault: { kind: 'drop' } })
  await t.rejects(differences(), { code: 'PAYMENT_PROVIDER_UNANSWERED' })
  stage.fault({ at: 'request', on: 'disputes.list', times: 2, fault: { kind: 'drop' } })
  const outcome = await execute(services, runReconciliation, {}, contextOf(randomUUID()))
  t.match(outcome, { kind: 'failed', failure: { code: 'UNAVAILABLE' } })
})

t.test('an operator knows of it, and deals with it', async (t) => {
  const { standing, differences: all } = await run()
  const index = all.findIndex(({ code }) => code === 'PROVIDER_PAYMENT_UNKNOWN')
  const findingId = standing[index] ?? ''
  const settle = (command: typeof resolveFinding) =>
    execute(services, command, { findingId, reason: 'asked the provider' }, contextOf(randomUUID()))
  t.match(await settle(acknowledgeFinding), { answer: { status: 'ACKNOWLEDGED' } })
  t.match(await settle(resolveFinding), { answer: { status: 'RESOLVED' } })
  t.match(await settle(acknowledgeFinding), { failure: { code: 'FINDING_OVER' } })
  await run()
  t.match(await findingOf(findingId), { status: 'RESOLVED' }, 'while nothing else is said')
})

t.test('what is older than the period is not gone', async (t) => {
  const held = await both({ capture: 'MANUAL' })
  const { paymentId, providerPaymentId } = held
  taken(
    await provider.payments.capture({
      ...{ key: randomUUID(), id: providerPaymentId, amount: usd(700) },
    }),
  )
  const { differences: all } = await run()
  const findings = all.map((difference) => ({ ...difference, id: findingIdOf(difference) }))
  const [stranger] = findings.filter(({ code }) => code === 'PROVIDER_DISPUTE_UNKNOWN')
  const [captured] = findings.filter((one) => one.paymentId === paymentId)
  const inAYear = () => new Date(Date.now() + 365 * 86_400_000)
  const later = { ...services, clock: { ...systemClock, now: inAYear } }
  const { standing } = await run(35, later)
  for (const { id = '' } of [stranger ?? {}, captured ?? {}]) {
    t.ok(standing.includes(id))
    t.match(await findingOf(id), { status: 'OPEN' })
  }
  await hear(paymentId, providerPaymentId)
  await run(35, later)
  t.match(await findingOf(captured?.id ?? ''), { status: 'CLEARED' }, 'it was looked at again')
})

t.test('an inquiry that is closed has taken nothing, of whichever payment', async (t) => {
  const closed: ProviderDispute = {
    ...{ id: 'dp_closed', chargeId: 'ch_old', providerPaymentId: 'pi_old', reason: 'general' },
    ...{ state: 'INQUIRY_CLOSED', rawState: 'warning_closed', amount: usd(100), createdAt: long },
  }
  const listSince = async function* () {
    yield await Promise.resolve(closed)
  }
  const payments = { ...provider, disputes: { ...provider.disputes, listSince } }
  const seen = await findDifferences({ ...services, payments }, { since: long, graceSeconds: 0 })
  t.notOk(seen.differences.some(({ subject }) => subject === closed.id))
})
