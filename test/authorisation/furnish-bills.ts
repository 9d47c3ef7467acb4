import { billIdOf } from '../../commands/billing/bills/gather.ts'
import type { Cast } from '../../ops/demo/marketplace/cast.ts'
import type { Stage } from '../../ops/demo/stage.ts'
import { until } from '../../ops/demo/until.ts'

/** What the buyer has used is billed before the month is over. */
export const furnishBills = async ({ http }: Stage, { carl }: Cast) => {
  const { organisationId, token } = carl
  const asked = { asset: 'USD/2' }
  await http.send('POST', `/v1/organisations/${organisationId}/bills`, asked, { token })
  const billId = billIdOf(`${organisationId}-USD`, 0)
  await until('the bill', async () => {
    // Not found, as long as it is not drafted.
    const found = await http.get(`/v1/bills/${billId}`, { token }).catch(() => undefined)
    return found?.body['status'] === 'PAID' ? true : undefined
  })
  return { billId }
}
