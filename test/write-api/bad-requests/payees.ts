import { randomUUID } from 'node:crypto'
import type { HTTPMethods } from 'fastify'
import type { BadRequest } from './bad-request.ts'
import { sendAs, type World } from './world.ts'

type Who = keyof World['people']

/** Of the seller, who may be paid; or of somebody else's. */
const ask =
  (method: HTTPMethods, path: string, body?: object, who: Who = 'seller', whose: Who = who) =>
  (world: World) =>
    sendAs(
      world,
      who,
      method,
      `/v1/payees/${world.people[whose].organisationId}${path}`,
      body === undefined ? {} : { body },
    )

const payOut = (body: object, who: Who = 'seller', whose: Who = who) =>
  ask('POST', '/payouts', body, who, whose)

const rule = (more: object) => (world: World) =>
  sendAs(world, 'operator', 'POST', '/v1/commission-rules', {
    body: { scope: { of: 'ALL' }, basisPoints: 1_500, ...more },
  })

export const payeeRequests: readonly BadRequest[] = [
  {
    what: 'payee: of somebody else',
    code: 'NOT_FOUND',
    send: ask('GET', '', undefined, 'stranger', 'seller'),
  },
  {
    what: 'onboarding: looked at before it began',
    code: 'PAYEE_NOT_ACTIVE',
    send: ask('POST', '/onboarding/refresh', undefined, 'researcher'),
  },
  {
    what: 'onboarding: to an address that is none',
    code: 'INVALID_INPUT',
    send: ask('PUT', '/onboarding', {
      country: 'DE',
      returnUrl: 'javascript:alert(1)',
      refreshUrl: 'https://seller.example/again',
    }),
    issue: { pointer: '/returnUrl' },
  },
  {
    what: 'settings: an eighth day of the week',
    code: 'INVALID_INPUT',
    send: ask('PATCH', '/settings', { schedule: { every: 'WEEK', weekday: 8 } }),
    issue: { pointer: '/schedule/weekday' },
  },
  {
    what: 'hold-back: by who is no operator',
    code: 'FORBIDDEN',
    send: ask('PUT', '/hold-back', { holdBackDays: 0 }),
  },
  {
    what: 'hold-back: for longer than there is',
    code: 'INVALID_INPUT',
    send: ask('PUT', '/hold-back', { holdBackDays: 91 }, 'operator', 'seller'),
    issue: { pointer: '/holdBackDays' },
  },
  {
    what: 'payout: of who is not known to the provider',
    code: 'PAYEE_NOT_ACTIVE',
    send: payOut({ asset: 'USD/2' }, 'researcher'),
  },
  {
    what: 'payout: more than there is',
    code: 'PAYOUT_ABOVE_BALANCE',
    send: payOut({ asset: 'USD/2', amount: '1001' }),
  },
  {
    what: 'payout: of nothing',
    code: 'AMOUNT_OUT_OF_RANGE',
    send: payOut({ asset: 'EUR/2' }),
  },
  {
    what: 'payout: of tokens to a bank',
    code: 'ASSET_MISMATCH',
    send: payOut({ asset: 'QVT/18' }),
  },
  {
    what: 'payout: of somebody else',
    code: 'NOT_FOUND',
    send: payOut({ asset: 'USD/2' }, 'stranger', 'seller'),
  },
  {
    what: 'statement: of somebody else',
    code: 'NOT_FOUND',
    send: ask('GET', '/statements/USD/2026-01', undefined, 'stranger', 'seller'),
  },
  {
    what: 'statement: of a thirteenth month',
    code: 'INVALID_INPUT',
    send: ask('GET', '/statements/USD/2026-13'),
    issue: { pointer: '/month' },
  },
  {
    what: 'commission: one and a half of the price',
    code: 'INVALID_INPUT',
    send: rule({ basisPoints: 15_000 }),
    issue: { pointer: '/basisPoints' },
  },
  {
    what: 'commission: that ends before it begins',
    code: 'INVALID_INPUT',
    send: rule({ validUntil: '2020-01-01T00:00:00.000Z' }),
  },
  {
    what: 'commission: the end of a rule that is none',
    code: 'NOT_FOUND',
    send: (world) => sendAs(world, 'operator', 'DELETE', `/v1/commission-rules/${randomUUID()}`),
  },
  {
    what: 'settlement: by who is no operator',
    code: 'FORBIDDEN',
    send: (world) => sendAs(world, 'seller', 'POST', '/v1/settlement-runs'),
  },
]
