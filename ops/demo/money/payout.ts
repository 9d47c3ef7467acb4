import { z } from 'zod'
import type { Person } from '../../client/sign-up.ts'
import { hold } from '../expect.ts'
import type { Stage } from '../stage.ts'
import { until } from '../until.ts'
import type { Bank } from './simulator.ts'

const Payee = z.looseObject({
  onboarding: z.string(),
  balances: z.array(z.looseObject({ asset: z.string(), available: z.string(), total: z.string() })),
})
const Started = z.looseObject({ link: z.looseObject({ url: z.string() }) })
const query =
  'query Payout($id: ID!) { payouts(filter: { organisationId: $id }, first: 1) { edges { node { status amount { amount } } } } }'
const Found = z.object({
  payouts: z.object({
    edges: z.array(
      z.object({
        node: z.object({ status: z.string(), amount: z.object({ amount: z.string() }) }),
      }),
    ),
  }),
})

const urls = {
  country: 'DE',
  returnUrl: 'https://dana.example/paid',
  refreshUrl: 'https://dana.example/again',
}

/** A seller tells the provider who she is; what she earned is settled, and paid out to her bank. What reached it. */
export const payOut = async (
  { http, graphql }: Stage,
  { token, organisationId }: Person,
  operator: Person,
  bank: Bank,
): Promise<string> => {
  const payee = `/v1/payees/${organisationId}`
  const { body } = await http.send('PUT', `${payee}/onboarding`, urls, { token })
  // The provider's page, filled in.
  await fetch(`${Started.parse(body).link.url}&agreed=yes`, { method: 'POST', redirect: 'manual' })
  const read = async () => Payee.parse((await http.get(payee, { token })).body)
  await until('the provider’s word', async () =>
    (await read()).onboarding === 'ACTIVE' ? true : undefined,
  )
  const asOperator = { token: operator.token }
  await http.send('PUT', `${payee}/hold-back`, { holdBackDays: 0 }, asOperator)
  await http.send('POST', '/v1/settlement-runs', undefined, asOperator)
  const earned = await until('the settlement', async () => {
    const available = (await read()).balances.find(({ asset }) => asset === 'USD/2')?.available
    return available === undefined || available === '0' ? undefined : available
  })
  const asked = await http.send('POST', `${payee}/payouts`, { asset: 'USD/2' }, { token })
  const payoutId = String(asked.body['payoutId'])
  const payout = () =>
    graphql<unknown>(query, { id: organisationId }, token).then(
      (answer) => Found.parse(answer).payouts.edges[0]?.node,
    )
  await until('the payout at the provider', async () =>
    (await payout())?.status === 'SENT' ? true : undefined,
  )
  await bank.payoutArrives(payoutId)
  const paid = await until('the payout at the bank', async () => {
    const node = await payout()
    return node?.status === 'PAID' ? node : undefined
  })
  hold(paid.amount.amount === earned, `of ${earned} cents ${paid.amount.amount} were paid out`)
  return paid.amount.amount
}
