import { z } from 'zod'
import { paymentIdOf } from '../../../commands/jobs/payment-id.ts'
import type { Person } from '../../client/sign-up.ts'
import { circuit } from '../circuits.ts'
import { hold } from '../expect.ts'
import type { Stage } from '../stage.ts'
import { until } from '../until.ts'

export const usd = (amount: string) => ({ amount, asset: 'USD/2' })

const Money = z.looseObject({ amount: z.string(), asset: z.string() })
const Payment = z.looseObject({
  paymentId: z.string(),
  status: z.string(),
  authorised: Money,
  captured: Money,
  disputes: z.array(z.looseObject({ status: z.string() })),
  refunds: z.array(z.looseObject({ status: z.string(), amount: Money })),
})
export type Payment = z.output<typeof Payment>
const Job = z.looseObject({ status: z.string(), billing: z.string(), charged: Money.optional() })

/** A card of the simulator, as the provider's form would leave it. */
export const saveCard = async ({ http }: Stage, { token }: Person): Promise<string> => {
  const send = async (path: string, body: object) =>
    (await http.send('POST', path, body, { token })).body
  const { setupId } = await send('/v1/payment-method-setups', { providerMethodId: 'pm_card_visa' })
  return String((await send('/v1/payment-methods', { setupId }))['methodId'])
}

/** The payment, once it is as wanted. */
export const paymentOnce = (
  { http }: Stage,
  { token }: Person,
  paymentId: string,
  what: string,
  isSo: (payment: Payment) => boolean,
): Promise<Payment> =>
  until(what, async () => {
    const { body } = await http.get(`/v1/payments/${paymentId}`, { token })
    const payment = Payment.parse(body)
    return isSo(payment) ? payment : undefined
  })

/** Credit from the card. */
export const topUp = async (
  stage: Stage,
  person: Person,
  methodId: string,
  amount: string,
): Promise<string> => {
  const { token, organisationId } = person
  const body = { amount: usd(amount), methodId }
  const path = `/v1/wallets/${organisationId}/top-ups`
  const paymentId = String((await stage.http.send('POST', path, body, { token })).body['paymentId'])
  await paymentOnce(stage, person, paymentId, 'the top-up', ({ status }) => status === 'SUCCEEDED')
  return paymentId
}

export type PaidJob = { readonly jobId: string; readonly charged: string }

/** A circuit, paid out of the wallet, or by the card that is named. */
export const runJob = async (
  { http }: Stage,
  { token }: Person,
  deviceId: string,
  more: object,
): Promise<PaidJob> => {
  const { source } = circuit('bell')
  const body = { source, deviceId, shots: 1_000, ...more }
  const jobId = String((await http.send('POST', '/v1/jobs', body, { token })).body['jobId'])
  const job = await until('the job', async () => {
    const read = Job.parse((await http.get(`/v1/jobs/${jobId}`, { token })).body)
    return ['NONE', 'RESERVED', 'PENDING'].includes(read.billing) ? undefined : read
  })
  hold(job.status === 'COMPLETED', `the job ended ${job.status}`)
  return { jobId, charged: job.charged?.amount ?? '0' }
}

/** The whole ceiling is authorised when the job is submitted; what it cost is captured, the rest is let go. */
export const runOnCard = async (
  stage: Stage,
  person: Person,
  deviceId: string,
  paymentMethodId: string,
): Promise<Payment & PaidJob> => {
  const job = await runJob(stage, person, deviceId, {
    maximumCost: usd('500'),
    payWith: { paymentMethodId },
  })
  const payment = await paymentOnce(
    stage,
    person,
    paymentIdOf(job.jobId),
    'the capture',
    ({ status }) => status === 'SUCCEEDED',
  )
  hold(payment.captured.amount === job.charged, `captured ${payment.captured.amount}`)
  hold(BigInt(job.charged) < BigInt(payment.authorised.amount), 'all of it was captured')
  return { ...payment, ...job }
}
