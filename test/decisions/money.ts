import type { Person } from '../../ops/client/sign-up.ts'
import type { Stage } from '../../ops/demo/stage.ts'

/**
 * Somebody says who is billed, and has a card fill the wallet up by itself; an operator has something new counted, and
 * whatever waits driven on.
 */
export const keepHouse = async (
  { http }: Pick<Stage, 'http'>,
  payer: Person,
  operator: Person,
): Promise<void> => {
  const { organisationId, token } = payer
  const send = async (method: 'POST' | 'PUT', path: string, body: object) =>
    (await http.send(method, path, body, { token })).body
  await send('PUT', `/v1/organisations/${organisationId}/billing-party`, {
    legalName: 'Lab of Dana',
    address: ['Main Street 1', '12345 Town'],
    country: 'DE',
    email: 'bills@example.org',
  })
  const { setupId } = await send('POST', '/v1/payment-method-setups', {
    providerMethodId: 'pm_card_visa',
  })
  const { methodId } = await send('POST', '/v1/payment-methods', { setupId })
  const welcome = { amount: { amount: '100', asset: 'USD/2' }, reason: 'Welcome' }
  const credited = await http.send('POST', `/v1/wallets/${organisationId}/credits`, welcome, {
    token: operator.token,
  })
  // Below the threshold at once: the first payment is asked for.
  await send('PUT', `/v1/wallets/${String(credited.body['walletId'])}/auto-top-up`, {
    threshold: '1000',
    topUp: '5000',
    monthlyCap: '20000',
    methodId,
  })
  const meter = {
    key: 'stored_results',
    name: 'Stored results',
    unit: 'gigabyte',
    aggregation: 'WEIGHTED_SUM',
    decimals: 3,
    maximum: '100000',
    subject: 'OPTIONAL',
  }
  await http.send('POST', '/v1/meters', meter, { token: operator.token })
  const action = { action: 'deadletters.redrive', subject: 'all', reason: 'A look round the house' }
  await http.send('POST', '/v1/operator-actions', action, { token: operator.token })
}
