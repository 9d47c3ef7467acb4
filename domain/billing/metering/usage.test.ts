import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNumber } from '../../../test/kit/given-when-then/meta.ts'
import { aggregate } from './aggregate.ts'
import type { Aggregation } from './meter-rules.ts'
import { toDecimal } from './rational.ts'
import { usageKey, type UsageKeyCommand } from './usage-key.ts'
import {
  countedEntries,
  usage,
  type NewEntry,
  type UsageCommand,
  type UsageState,
} from './usage.ts'

const target = { organisation: idNumber(99), meter: 'llm_tokens_in', month: '2026-11' }
const entry = (n: number, value = '1', day = '10', subject?: string): NewEntry => ({
  usageId: idNumber(n),
  source: 'router',
  id: n.toString(),
  value,
  occurredAt: `2026-11-${day}T00:00:00Z`,
  ...(subject === undefined ? {} : { subject }),
})
const record = (...entries: NewEntry[]): UsageCommand => ({
  ...target,
  type: 'RecordUsage',
  entries,
})
const correct = (n: number, corrects: number, value: string | null): UsageCommand => ({
  ...target,
  type: 'CorrectUsage',
  correction: {
    usageId: idNumber(n),
    source: 'router',
    id: n.toString(),
    corrects: idNumber(corrects),
    value,
    reason: 'counted twice',
  },
})
const { given, after } = decider(usage)
const of = (state: UsageState, aggregation: Aggregation): string =>
  toDecimal(aggregate(aggregation, countedEntries(state), '2026-11'))

t.test('what is new of a batch is one event; what is known counts once', async (t) => {
  given()
    .when(record(entry(1), entry(2)))
    .then(['UsageRecorded'])
  after(record(entry(1), entry(2)))
    .when(record(entry(1), entry(2)))
    .then([])
  const { state } = after(record(entry(1)), record(entry(1), entry(2), entry(2)))
  t.equal(of(state, 'SUM'), '2')
})

t.test('a correction says what an event should have been; the event stays', async (t) => {
  given()
    .when(correct(5, 1, '3'))
    .then('USAGE_UNKNOWN')
  after(record(entry(1, '100')))
    .when(correct(5, 1, '3'))
    .then(['UsageCorrected'])
  after(record(entry(1, '100')), correct(5, 1, '3'))
    .when(correct(5, 1, '3'))
    .then([])
  const corrected = after(record(entry(1, '100'), entry(2, '7')), correct(5, 1, '3'))
  t.equal(of(corrected.state, 'SUM'), '10')
  const withdrawn = after(
    record(entry(1, '100'), entry(2, '7')),
    correct(5, 1, '3'),
    correct(6, 1, null),
  )
  t.equal(of(withdrawn.state, 'SUM'), '7')
  t.equal(of(withdrawn.state, 'COUNT'), '1')
})

t.test('one quantity comes of a month, as the meter says', async (t) => {
  const { state } = after(
    record(entry(1, '4', '16', 'a'), entry(2, '2.5', '01', 'b'), entry(3, '10', '12', 'a')),
  )
  t.equal(of(state, 'COUNT'), '3')
  t.equal(of(state, 'SUM'), '16.5')
  t.equal(of(state, 'MAX'), '10')
  t.equal(of(state, 'UNIQUE'), '2')
  t.equal(of(state, 'LATEST'), '4')
  // 4 for 15 of 30 days, 2.5 for all, 10 for 19.
  t.equal(of(state, 'WEIGHTED_SUM'), '10.833333333333')
  for (const aggregation of ['COUNT', 'SUM', 'MAX', 'UNIQUE', 'LATEST', 'WEIGHTED_SUM'] as const)
    t.equal(of(usage.initial, aggregation), '0', aggregation)
})

t.test('killbill #1081: usage with big amounts is all there', async (t) => {
  const big = '999999999999999999'
  const { state } = after(record(...Array.from({ length: 400 }, (_, n) => entry(n, big))))
  t.equal(of(state, 'SUM'), (400n * 999_999_999_999_999_999n).toString())
})

t.test('a key is of what was said under it first', async () => {
  const claim: UsageKeyCommand = {
    type: 'ClaimUsageKey',
    usageId: idNumber(1),
    organisation: idNumber(99),
    name: { source: 'router', id: '1' },
    content: { kind: 'USAGE', meter: 'm', value: '1', occurredAt: '2026-11-10T00:00:00Z' },
  }
  const key = decider(usageKey)
  key.given().when(claim).then(['UsageKeyClaimed'])
  key.after(claim).when(claim).then([])
  key
    .after(claim)
    .when({
      ...claim,
      content: {
        ...claim.content,
        kind: 'USAGE',
        meter: 'm',
        value: '2',
        occurredAt: '2026-11-10T00:00:00Z',
      },
    })
    .then('USAGE_CONFLICT')
})
