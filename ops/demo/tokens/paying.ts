import { z } from 'zod'
import { paymentIdOf } from '../../../commands/jobs/payment-id.ts'
import { contractIdOf } from '../../../platform/chain/contracts/deploy.ts'
import { readContract } from '../../../platform/chain/contracts/call.ts'
import { circuit } from '../circuits.ts'
import { hold } from '../expect.ts'
import { paymentOnce } from '../money/paying.ts'
import { until } from '../until.ts'
import type { Cast } from './cast.ts'
import { qvt } from './asking.ts'

const field = z.object({ name: z.string(), type: z.string() })
const toSign = z.looseObject({
  action: z
    .looseObject({
      sign: z.object({
        domain: z.object({
          name: z.string(),
          version: z.string(),
          chainId: z.number(),
          verifyingContract: z.string(),
        }),
        types: z.record(z.string(), z.array(field)),
        primaryType: z.string(),
        message: z.record(z.string(), z.string()),
      }),
    })
    .optional(),
})

export type TokenPaidJob = {
  readonly jobId: string
  /** Minor units. */
  readonly authorised: bigint
  readonly captured: bigint
  /** The hub's part of that, in hundredths of a per cent. */
  readonly commission: number
}

type Charged = {
  readonly job: {
    readonly charge: {
      readonly charged: { readonly amount: string }
      readonly commission: { readonly amount: string } | null
    } | null
  } | null
}
const query =
  'query($jobId: ID!) { job(jobId: $jobId) { charge { charged { amount } commission { amount } } } }'

const commissionOf = ({ stage, nora }: Cast, jobId: string): Promise<number> =>
  until('the charge', async () => {
    const { job } = await stage.graphql<Charged>(query, { jobId }, nora.token)
    const commission = job?.charge?.commission
    if (!commission) return undefined
    return Number((10_000n * BigInt(commission.amount)) / BigInt(job.charge.charged.amount))
  })

/** A circuit paid out of the owner's own address: the most is signed for and held, what it cost is taken, the rest returns. */
export const runOnAddress = async (cast: Cast): Promise<TokenPaidJob> => {
  const { stage, nora, deviceId, port } = cast
  const { http } = stage
  const { token, wallet } = nora
  const job = {
    ...{ source: circuit('bell').source, deviceId, shots: 1_000 },
    maximumCost: { amount: String(100n * qvt), asset: 'QVT/18' },
    payWith: { paymentMethodId: nora.addressId },
  }
  const jobId = String((await http.send('POST', '/v1/jobs', job, { token })).body['jobId'])
  const paymentId = paymentIdOf(jobId)
  const asked = await until('what is to be signed', async () => {
    const path = `/v1/payments/${paymentId}/refresh`
    const answer = await http.send('POST', path, undefined, { token }).catch(() => undefined)
    return answer === undefined ? undefined : toSign.parse(answer.body).action?.sign
  })
  const signature = await wallet.signTypedData(asked.domain, asked.types, asked.message)
  await http.send('POST', `/v1/payments/${paymentId}/authorisation`, { signature }, { token })
  const paid = await paymentOnce(
    stage,
    nora,
    paymentId,
    'the capture',
    ({ status }) => status === 'SUCCEEDED',
  )
  const [authorised, captured] = [BigInt(paid.authorised.amount), BigInt(paid.captured.amount)]
  hold(captured > 0n && captured < authorised, 'the payment was not settled in part')
  const texts = [contractIdOf(paymentId)]
  const there = await readContract(port, 'PAYMENTS', 'payments', texts)
  const onChain = there.kind === 'found' ? there.value : []
  hold(onChain[4] === String(captured), `the escrow captured ${onChain[4] ?? 'nothing'}`)
  return { jobId, authorised, captured, commission: await commissionOf(cast, jobId) }
}
