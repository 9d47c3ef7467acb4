import type { Cast } from '../../ops/demo/marketplace/cast.ts'
import type { Stage } from '../../ops/demo/stage.ts'

/** Usage that was reported and corrected, prices for it, and a comparison of them. */
export const furnishMetering = async ({ http }: Stage, { carl, operator }: Cast) => {
  const { token } = operator
  const send = async (path: string, body: object) =>
    (await http.send('POST', path, body, { token })).body
  const now = new Date().toISOString()
  const month = now.slice(0, 7)
  const organisation = carl.organisationId
  const name = { source: 'router', id: '1' }
  const use = { meter: 'llm_tokens_in', subject: 'agent-1', value: '5', occurredAt: now }
  const correction = { source: 'router', id: '2', corrects: name, value: '4', reason: 'Too many' }
  await send('/v1/usage', {
    organisation,
    events: [
      { kind: 'USAGE', ...name, ...use },
      { kind: 'CORRECTION', ...correction },
    ],
  })
  const book = await send('/v1/price-books', { name: 'Standard', asset: 'USD/2' })
  const priceBookId = String(book['priceBookId'])
  await send(`/v1/price-books/${priceBookId}/versions`, {
    validFrom: `${month}-01T00:00:00Z`,
    rates: [
      {
        key: 'tokens',
        meter: 'llm_tokens_in',
        subject: 'agent-1',
        model: { kind: 'PER_UNIT', unitPrice: '0.01' },
        maximum: '1000',
      },
    ],
  })
  const compared = await send(`/v1/price-books/${priceBookId}/reratings`, {
    organisation,
    month,
    against: { priceBookId },
  })
  return { month, priceBookId, reratingId: String(compared['reratingId']) }
}
