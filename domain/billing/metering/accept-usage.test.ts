import t from 'tap'
import { isRejection } from '../../shared/rejection.ts'
import { refuseUsage, refuseValue } from './accept-usage.ts'
import { Quantity, type Meter } from './meter-rules.ts'
import { standardMeter } from './standard-meters.ts'

const now = '2026-11-21T12:00:00.000Z'
const tokens: Meter = {
  key: 'llm_tokens_in',
  name: 'Tokens',
  unit: 'token',
  aggregation: 'SUM',
  decimals: 0,
  maximum: '1000000',
  subject: 'OPTIONAL',
  feed: 'REPORTED',
}
const codeOf = (meter: Meter, occurredAt: string, value = '1', subject?: string) => {
  const report = { value, occurredAt, ...(subject === undefined ? {} : { subject }) }
  const refused = refuseUsage(meter, report, now)
  return refused !== undefined && isRejection(refused) ? refused.rejected : undefined
}

t.test('lago-api #5867: times out of bounds are refused at the edge', async (t) => {
  for (const at of [
    '3000-01-01T00:00:00Z',
    '2026-11-21T12:01:01Z',
    '2026-08-01T00:00:00Z',
    '1970-01-01T00:00:00Z',
  ])
    t.equal(codeOf(tokens, at), 'USAGE_OUT_OF_BOUNDS', at)
  for (const at of ['2026-11-21T12:00:59Z', now, '2026-08-14T00:00:00Z'])
    t.equal(codeOf(tokens, at), undefined, at)
})

t.test('lago-api #5867: values out of bounds are refused at the edge', async (t) => {
  for (const value of ['1000001', '-1', '0.5', '999999999999999999'])
    t.equal(codeOf(tokens, now, value), 'USAGE_OUT_OF_BOUNDS', value)
  for (const value of ['0', '1', '1000000']) t.equal(codeOf(tokens, now, value), undefined, value)
  for (const value of ['1e3', '1'.repeat(19), '01', '1.', '.5', '1.0000000000001', 'NaN', ' 1'])
    t.equal(Quantity.safeParse(value).success, false, value)
})

t.test('subjects are named where the meter takes them', async (t) => {
  t.equal(codeOf({ ...tokens, subject: 'REQUIRED' }, now), 'USAGE_OUT_OF_BOUNDS')
  t.equal(codeOf({ ...tokens, subject: 'REQUIRED' }, now, '1', 'agent-1'), undefined)
  t.equal(codeOf({ ...tokens, subject: 'NONE' }, now, '1', 'agent-1'), 'USAGE_OUT_OF_BOUNDS')
})

t.test('what the hub counts itself is not reported', async (t) => {
  const shots = standardMeter('shots')
  t.equal(shots && codeOf(shots, now, '1', 'device'), 'METER_NOT_REPORTED')
})

t.test('counted events have no value; a level may go down', async (t) => {
  t.ok(refuseValue({ ...tokens, aggregation: 'COUNT' }, '2'))
  t.notOk(refuseValue({ ...tokens, aggregation: 'COUNT' }, '1'))
  t.notOk(refuseValue({ ...tokens, aggregation: 'WEIGHTED_SUM' }, '-5'))
  t.ok(refuseValue({ ...tokens, aggregation: 'WEIGHTED_SUM' }, '-1000001'))
})
