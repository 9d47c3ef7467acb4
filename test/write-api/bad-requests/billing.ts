import { randomUUID } from 'node:crypto'
import type { BadRequest } from './bad-request.ts'
import { sendAs, type World } from './world.ts'

const usd = (amount: string) => ({ amount, asset: 'USD/2' })

const credit =
  (amount: object, who: keyof World['people'] = 'operator') =>
  (world: World) =>
    sendAs(world, who, 'POST', `/v1/wallets/${world.people.researcher.organisationId}/credits`, {
      body: { amount, reason: 'test' },
    })

const refund =
  (job: keyof World['jobs'], amount: object, who: keyof World['people'] = 'operator') =>
  (world: World) =>
    sendAs(world, who, 'POST', `/v1/jobs/${world.jobs[job]}/refunds`, {
      body: { amount, reason: 'test' },
    })

export const billingRequests: readonly BadRequest[] = [
  {
    what: 'credit: by who is no operator',
    code: 'FORBIDDEN',
    send: credit(usd('100'), 'researcher'),
  },
  { what: 'credit: of nothing', code: 'AMOUNT_OUT_OF_RANGE', send: credit(usd('0')) },
  {
    what: 'credit: above the most',
    code: 'AMOUNT_OUT_OF_RANGE',
    send: credit(usd(`1${'0'.repeat(24)}1`)),
  },
  {
    what: 'credit: negative',
    code: 'INVALID_INPUT',
    send: credit(usd('-1')),
    issue: { pointer: '/amount/amount' },
  },
  {
    what: 'credit: with leading zeros',
    code: 'INVALID_INPUT',
    send: credit(usd('007')),
    issue: { pointer: '/amount/amount' },
  },
  {
    what: 'credit: to an organisation that does not exist',
    code: 'NOT_FOUND',
    send: (world) =>
      sendAs(world, 'operator', 'POST', `/v1/wallets/${randomUUID()}/credits`, {
        body: { amount: usd('1'), reason: 'test' },
      }),
  },
  {
    what: 'credit: without a reason',
    code: 'INVALID_INPUT',
    send: (world) =>
      sendAs(
        world,
        'operator',
        'POST',
        `/v1/wallets/${world.people.researcher.organisationId}/credits`,
        { body: { amount: usd('1') } },
      ),
    issue: { pointer: '/reason', code: 'invalid_type' },
  },
  {
    what: 'refund: by who is no operator',
    code: 'FORBIDDEN',
    send: refund('done', usd('1'), 'researcher'),
  },
  {
    what: 'refund: more than was captured',
    code: 'REFUND_ABOVE_CAPTURE',
    send: refund('done', usd('41')),
  },
  {
    what: 'refund: of a job that cost nothing',
    code: 'REFUND_ABOVE_CAPTURE',
    send: refund('running', usd('1')),
  },
  {
    what: 'refund: before the charge is settled',
    code: 'ILLEGAL_JOB_TRANSITION',
    send: refund('unsettled', usd('1')),
  },
  {
    what: 'refund: of a hold that the wallet does not know',
    code: 'HOLD_UNKNOWN',
    send: refund('astray', usd('1')),
  },
  { what: 'refund: of nothing', code: 'AMOUNT_OUT_OF_RANGE', send: refund('done', usd('0')) },
  {
    what: 'refund: in another asset',
    code: 'ASSET_MISMATCH',
    send: refund('done', { amount: '1', asset: 'QVT/18' }),
  },
  {
    what: 'refund: of a job that does not exist',
    code: 'NOT_FOUND',
    send: (world) =>
      sendAs(world, 'operator', 'POST', `/v1/jobs/${randomUUID()}/refunds`, {
        body: { amount: usd('1'), reason: 'test' },
      }),
  },
]
