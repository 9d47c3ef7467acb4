import t from 'tap'
import { billCycle, type BillCycle, type BilledUsage } from '../../../domain/billing/bills/cycle.ts'
import { totalOf } from '../../../domain/billing/bills/lines.ts'
import { manualClock } from '../../../platform/clock/clock.ts'
import { memoryLog } from '../../../test/kit/memory-log.ts'
import { foundOrganisation, publishBook, report, tokens } from '../../../test/kit/metering.ts'
import { servicesOn } from '../../../test/kit/services.ts'
import { putOff, usageLines, type BillableUsage } from './usage-lines.ts'

const rate = (unitPrice: string) =>
  ({
    key: 'tokens',
    meter: 'llm_tokens_in',
    model: { kind: 'PER_UNIT', unitPrice },
    minimum: '0',
  }) as const

const monthStart = (month: string): string => `${month}-01T00:00:00.000Z`

/** A wallet from August on, in a world whose clock is set by hand. */
const stage = async () => {
  const { eventStore } = memoryLog()
  const at = (now: string) => servicesOn(eventStore, manualClock(now))
  const august = at('2026-08-01T12:00:00.000Z')
  const organisation = await foundOrganisation(august)
  const priceBookId = await publishBook(august, [rate('0.01')], '2026-08')
  const dearer = await publishBook(august, [rate('0.05')], '2026-08')
  let cycle: BillCycle = billCycle.initial
  const rated = async (month: string, end: string, book = priceBookId): Promise<BillableUsage> => {
    const of = { billId: organisation, organisation, priceBookId: book, cycle }
    const usage = await usageLines(at(end), { ...of, start: monthStart(month), end })
    if (!('lines' in usage)) throw new Error(JSON.stringify(usage))
    return usage
  }
  const close = (month: string, end: string, usage: readonly BilledUsage[]): void => {
    const data = {
      ...{ walletId: `${organisation}-USD`, organisation, asset: 'USD/2', at: end },
      ...{ index: cycle.next, period: { start: monthStart(month), end } },
      ...{ usage: [...usage], recurring: [] },
    }
    cycle = billCycle.evolve(cycle, { type: 'BillPeriodClosed', data })
  }
  /** Bills a month as the billing run does; what came of it. */
  const bill = async (month: string, end: string, book?: string): Promise<bigint> => {
    const { lines, usage } = await rated(month, end, book)
    const total = totalOf(lines)
    close(month, end, total < 0n ? putOff(usage, cycle) : usage)
    return total
  }
  const use = async (now: string, ...events: readonly unknown[]) => {
    const answer = await report(at(now), organisation, events)
    if (answer.kind === 'failed') throw new Error(answer.failure.detail)
    return answer.answer.events.map((each) => each.outcome)
  }
  return { bill, rated, use, dearer }
}

const [august, september, october, november] = ['2026-08', '2026-09', '2026-10', '2026-11']
const ends = [september, october, november, '2026-12'].map(monthStart)
const months = [august, september, october, november] as const

const correction = (value: string) => ({
  ...{ kind: 'CORRECTION', source: 'router', id: `to ${value}`, reason: 'wrong' },
  ...{ corrects: { source: 'router', id: '1' }, value },
})

t.test('what may be reported is billed, however late', async (t) => {
  const { bill, rated, use } = await stage()
  for (const [n, month] of months.slice(0, 3).entries()) await bill(month, ends[n] ?? '')
  const late = tokens('1', '300', '2026-08-20T00:00:00Z')
  t.strictSame(await use('2026-11-20T00:00:00.000Z', late), ['RECORDED'])
  const { lines } = await rated(november, ends[3] ?? '')
  t.match(lines, [
    { amount: '300', service: { start: monthStart(august), end: monthStart(september) } },
  ])
  const next = await rated('2026-12', monthStart('2027-01'))
  t.equal(totalOf(next.lines), 300n, 'also by the next bill, had this one not been')
})

t.test('what is too old to be billed is not corrected', async (t) => {
  const { use } = await stage()
  await use('2026-08-20T00:00:00.000Z', tokens('1', '300', '2026-08-19T00:00:00Z'))
  t.strictSame(await use('2026-12-20T00:00:00.000Z', correction('1')), ['REFUSED'])
  t.strictSame(await use('2026-11-20T00:00:00.000Z', correction('2')), ['RECORDED'])
})

t.test('terms that change reprice no month that was billed', async (t) => {
  const { bill, use, dearer } = await stage()
  await use('2026-08-20T00:00:00.000Z', tokens('1', '300', '2026-08-19T00:00:00Z'))
  t.equal(await bill(august, ends[0] ?? ''), 300n)
  t.equal(await bill(september, ends[1] ?? '', dearer), 0n)
  await use('2026-10-02T00:00:00.000Z', tokens('2', '1', '2026-08-19T00:00:00Z'))
  t.equal(await bill(october, ends[2] ?? '', dearer), 1n, 'late usage costs what it cost then')
})

t.test('what is to be given back waits for as long as it takes', async (t) => {
  const { bill, use } = await stage()
  await use('2026-08-20T00:00:00.000Z', tokens('1', '300', '2026-08-19T00:00:00Z'))
  t.equal(await bill(august, ends[0] ?? ''), 300n)
  await use('2026-09-02T00:00:00.000Z', correction('100'))
  let start: string = september
  for (const end of ['2026-10', '2026-11', '2026-12', '2027-01', '2027-02', '2027-03', '2027-04']) {
    t.equal(await bill(start, monthStart(end)), -200n)
    start = end
  }
  await use('2027-04-03T00:00:00.000Z', tokens('2', '1000', '2027-04-02T00:00:00Z'))
  t.equal(await bill('2027-04', monthStart('2027-05')), 800n)
  t.equal(await bill('2027-05', monthStart('2027-06')), 0n)
})
