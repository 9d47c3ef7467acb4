import { randomUUID } from 'node:crypto'
import type { BadRequest } from './bad-request.ts'
import { sendAs, type World } from './world.ts'

const meter = {
  key: 'stored_results',
  name: 'Stored results',
  unit: 'gigabyte',
  aggregation: 'WEIGHTED_SUM',
  decimals: 3,
  maximum: '1000',
  subject: 'OPTIONAL',
}
const define =
  (more: object, who: keyof World['people'] = 'operator') =>
  (world: World) =>
    sendAs(world, who, 'POST', '/v1/meters', { body: { ...meter, ...more } })

const usage = {
  kind: 'USAGE',
  source: 'router',
  id: '1',
  meter: 'llm_tokens_in',
  value: '1',
  occurredAt: '2026-11-01T00:00:00Z',
}
const report =
  (more: object, who: keyof World['people'] = 'operator') =>
  (world: World) =>
    sendAs(world, who, 'POST', '/v1/usage', {
      body: {
        organisation: world.people.researcher.organisationId,
        events: [{ ...usage, ...more }],
      },
    })

const rate = {
  key: 'tokens',
  meter: 'llm_tokens_in',
  model: { kind: 'PER_UNIT', unitPrice: '0.01' },
}
const publish =
  (version: object, who: keyof World['people'] = 'operator') =>
  (world: World) => {
    const path = `/v1/price-books/${world.priceBookId}/versions`
    const validFrom = '2999-01-01T00:00:00Z'
    return sendAs(world, who, 'POST', path, { body: { validFrom, rates: [rate], ...version } })
  }

const rerate = (more: object) => (world: World) => {
  const month = '2026-10'
  const organisation = world.people.researcher.organisationId
  const against = { priceBookId: randomUUID() }
  const body = { month, organisation, against, ...more }
  return sendAs(world, 'operator', 'POST', `/v1/price-books/${randomUUID()}/reratings`, { body })
}

export const meteringRequests: readonly BadRequest[] = [
  { what: 'meter: by who is no operator', code: 'FORBIDDEN', send: define({}, 'researcher') },
  { what: 'meter: of the hub', code: 'ALREADY_EXISTS', send: define({ key: 'shots' }) },
  {
    what: 'meter: of subjects without subjects',
    code: 'INVALID_INPUT',
    send: define({ aggregation: 'UNIQUE' }),
  },
  {
    what: 'meter: retired before it is there',
    code: 'METER_UNKNOWN',
    send: (world) => sendAs(world, 'operator', 'DELETE', '/v1/meters/unheard_of', {}),
  },
  { what: 'usage: by who is no operator', code: 'FORBIDDEN', send: report({}, 'researcher') },
  {
    what: 'usage: of a size that nothing has',
    code: 'INVALID_INPUT',
    send: report({ value: '1'.repeat(19) }),
    issue: { pointer: '/events/0/value' },
  },
  {
    what: 'usage: in scientific notation',
    code: 'INVALID_INPUT',
    send: report({ value: '1e9' }),
    issue: { pointer: '/events/0/value' },
  },
  {
    what: 'usage: of nobody',
    code: 'NOT_FOUND',
    send: (world) =>
      sendAs(world, 'operator', 'POST', '/v1/usage', {
        body: { organisation: randomUUID(), events: [usage] },
      }),
  },
  { what: 'price book: by who is no operator', code: 'FORBIDDEN', send: publish({}, 'researcher') },
  {
    what: 'price book: of a meter that is not there',
    code: 'METER_UNKNOWN',
    send: publish({ rates: [{ ...rate, meter: 'unheard_of' }] }),
    issue: { pointer: '/rates/0/meter' },
  },
  {
    what: 'price book: in the past',
    code: 'PRICE_BOOK_INVALID',
    send: publish({ validFrom: '2020-01-01T00:00:00Z' }),
  },
  {
    what: 'price book: with tiers that fall',
    code: 'PRICE_BOOK_INVALID',
    send: publish({
      rates: [
        {
          ...rate,
          model: {
            kind: 'GRADUATED',
            tiers: [
              { upTo: '10', unitPrice: '1' },
              { upTo: '5', unitPrice: '1' },
              { upTo: null, unitPrice: '1' },
            ],
          },
        },
      ],
    }),
    issue: { pointer: '/rates/0/model/tiers/1/upTo' },
  },
  {
    what: 'price book: with a negative price',
    code: 'INVALID_INPUT',
    send: publish({ rates: [{ ...rate, model: { kind: 'PER_UNIT', unitPrice: '-1' } }] }),
    issue: { pointer: '/rates/0/model/unitPrice' },
  },
  { what: 'rerating: by no book', code: 'NOT_FOUND', send: rerate({}) },
  {
    what: 'rerating: of no month',
    code: 'INVALID_INPUT',
    send: rerate({ month: '2026-13' }),
    issue: { pointer: '/month' },
  },
]
