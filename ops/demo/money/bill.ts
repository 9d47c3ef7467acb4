import { z } from 'zod'
import type { Person } from '../../client/sign-up.ts'
import { hold } from '../expect.ts'
import type { Stage } from '../stage.ts'
import { until } from '../until.ts'

const query = '{ bills(first: 1) { edges { node { billId number status } } } }'
const Found = z.object({
  bills: z.object({
    edges: z.array(
      z.object({
        node: z.object({ billId: z.string(), number: z.string().nullable(), status: z.string() }),
      }),
    ),
  }),
})

export type Bill = { readonly number: string; readonly status: string; readonly pages: Buffer }

/** Everything of this month on a bill with a number, and the bill as people read it. */
export const billNow = async (
  { http, graphql, writeApi }: Stage,
  { token, organisationId }: Person,
): Promise<Bill> => {
  const organisation = `/v1/organisations/${organisationId}`
  const party = { legalName: 'Carl & Co', address: ['1 Example Street', 'Berlin'], country: 'DE' }
  await http.send('PUT', `${organisation}/billing-party`, party, { token })
  await http.send('POST', `${organisation}/bills`, { asset: 'USD/2' }, { token })
  const bill = await until('the bill', async () => {
    const { bills } = Found.parse(await graphql<unknown>(query, {}, token))
    const node = bills.edges[0]?.node
    return node?.number == null || node.status === 'DRAFT' ? undefined : node
  })
  const answer = await fetch(new URL(`/v1/bills/${bill.billId}/pdf`, writeApi), {
    headers: { authorization: `Bearer ${token}` },
  })
  const pages = Buffer.from(await answer.arrayBuffer())
  hold(answer.ok && pages.subarray(0, 5).toString() === '%PDF-', 'the bill is no PDF')
  return { number: bill.number ?? '', status: bill.status, pages }
}
