import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import { billCycle, type BillCycleCommand } from './cycle.ts'

const { given, after } = decider(billCycle)
const of = { walletId: `${idNamed('org')}-USD`, organisation: idNamed('org'), asset: 'USD/2' }
const month = (n: number): string => `2026-0${n}-01T00:00:00.000Z`
const close = (
  index: number,
  changes: Partial<Extract<BillCycleCommand, { type: 'ClosePeriod' }>> = {},
): BillCycleCommand => ({
  type: 'ClosePeriod',
  ...{ ...of, index, period: { start: month(index + 1), end: month(index + 2) } },
  ...{ cut: { book: 0, revision: `${index * 10 + 5}` }, usage: [], recurring: [] },
  ...changes,
})

t.test('periods follow one another, without a gap, each closed once', async () => {
  given().when(close(0)).then(['BillPeriodClosed'])
  after(close(0))
    .when(close(0, { cut: { book: 0, revision: '9' } }))
    .then([])
  after(close(0)).when(close(1)).then(['BillPeriodClosed'])
  given().when(close(1)).then('ILLEGAL_BILL_TRANSITION')
  after(close(0))
    .when(close(1, { period: { start: month(3), end: month(4) } }))
    .then('ILLEGAL_BILL_TRANSITION')
  after(close(0))
    .when(close(1, { cut: { book: 0, revision: '4' } }))
    .then('ILLEGAL_BILL_TRANSITION')
  given()
    .when(close(0, { period: { start: month(2), end: month(2) } }))
    .then('ILLEGAL_BILL_TRANSITION')
})

t.test('what comes back every period is billed once for each', async () => {
  const recurring = ['s1 pro 0', 's1 pro 1']
  after(close(0, { recurring }))
    .when(close(1, { recurring: ['s1 pro 2', 's1 pro 1'] }))
    .then('ALREADY_BILLED')
  given()
    .when(close(0, { recurring: ['s1 pro 0', 's1 pro 0'] }))
    .then('ALREADY_BILLED')
  after(close(0, { recurring }))
    .when(close(1, { recurring: ['s1 pro 2', 's1 basic 1'] }))
    .then(['BillPeriodClosed'])
})

t.test('a bill may be asked for at any time', async () => {
  given()
    .when({ type: 'RequestBill', ...of })
    .then(['BillRequested'])
})
