import type { Cast } from '../../ops/demo/marketplace/cast.ts'
import type { Stage } from '../../ops/demo/stage.ts'
import { until } from '../../ops/demo/until.ts'

/** Sellers and owners of devices are settled with, and one of them asks for money that the hub does not have at the provider. */
export const furnishPayees = async (
  { http }: Stage,
  { provider, operator }: Cast,
): Promise<void> => {
  const send = async (method: string, path: string, body: object | undefined, who = operator) =>
    (await http.send(method, path, body, { token: who.token })).body
  const payee = `/v1/payees/${provider.organisationId}`
  const scope = { of: 'SELLER_KIND', organisation: provider.organisationId, kind: 'DEVICE' }
  const validUntil = new Date(Date.now() + 86_400_000).toISOString()
  await send('POST', '/v1/commission-rules', { scope, basisPoints: 900, validUntil, note: 'Promo' })
  await send('PUT', `${payee}/hold-back`, { holdBackDays: 0 })
  const began = await send(
    'PUT',
    `${payee}/onboarding`,
    {
      country: 'DE',
      returnUrl: 'https://owner.example.org/paid',
      refreshUrl: 'https://owner.example.org/again',
    },
    provider,
  )
  // The simulator's page, filled in by the one who was led there.
  const { url } = began['link'] as { readonly url: string }
  await fetch(`${url}&agreed=yes`, { method: 'POST', redirect: 'manual' })
  await send('POST', `${payee}/onboarding/refresh`, undefined, provider)
  await send('POST', '/v1/settlement-runs', undefined)
  await until('earnings of the devices', async () => {
    const { balances } = await send('GET', payee, undefined, provider)
    return Array.isArray(balances) && balances.length > 0 ? true : undefined
  })
  await send('POST', `${payee}/payouts`, { asset: 'USD/2' }, provider)
}
