import t from 'tap'
import fc from '../../kit/fast-check.ts'
import { setBillingTerms } from '../../../commands/billing/bills/set-profile.ts'
import { execute } from '../../../commands/shared/execute.ts'
import { walletIdOf } from '../../../domain/billing/wallet/wallet.ts'
import { totalsOf } from '../../../domain/billing/bills/finalise.ts'
import { totalOf } from '../../../domain/billing/bills/lines.ts'
import { amountText } from '../../../domain/shared/money-text.ts'
import { manualClock } from '../../../platform/clock/clock.ts'
import { derivedId, newId } from '../../../platform/ids/ids.ts'
import { due } from '../../kit/bills.ts'
import { idNamed } from '../../kit/given-when-then/meta.ts'
import { memoryLog } from '../../kit/memory-log.ts'
import { monthly } from '../../kit/plans.ts'
import { contextOf, servicesOn } from '../../kit/services.ts'
import { choices } from '../../kit/virtual-time.ts'
import { billsIn, finalIn, spentIn } from '../bills/looking.ts'
import { asset, createBillingWorld } from '../bills/world.ts'

t.setTimeout(120_000)

const begin = '2027-01-01T00:00:00.000Z'
const end = Date.parse('2027-03-05T00:00:00.000Z')
const organisation = derivedId('org', 'faults')

t.test(
  'killbill #877: changes of plan on one day are no double billing, and bill nothing twice',
  async (t) => {
    const world = createBillingWorld({ begin, choose: choices(3) })
    await world.credit(organisation, 1_000_000n)
    const subscriptionId = await world.subscribe(organisation, monthly(900))
    await world.until(Date.parse('2027-01-10T08:00:00.000Z'))
    for (const [hour, price] of [
      [9, 2_000],
      [10, 900],
      [11, 2_000],
      [12, 5_000],
    ] as const) {
      await world.changePlan(subscriptionId, monthly(price))
      await world.until(Date.parse(`2027-01-10T${hour.toString().padStart(2, '0')}:30:00.000Z`))
    }
    await world.until(end)
    const bills = finalIn(world.all)
    t.equal(bills.length, 2)
    const lines = bills.flatMap(({ draft }) => draft.lines)
    t.equal(lines.filter(({ kind }) => kind === 'PRORATION').length, 4)
    t.equal(lines.filter(({ kind }) => kind === 'RECURRING').length, 2)
    const spent = spentIn(world.all, walletIdOf(organisation, asset), '2027-03-01T00:00:00.000Z')
    t.equal(totalOf(lines), spent, 'what was billed is what was taken')
  },
)

t.test('killbill #1081: usage of big amounts stands on the bill, to the cent', async (t) => {
  const world = createBillingWorld({ begin, choose: choices(4) })
  await world.publishPrices('98765.43', begin)
  await world.setTerms(organisation)
  await world.use(organisation, '2027-01', '999999999999')
  await world.until(end)
  const [bill] = finalIn(world.all)
  // 999,999,999,999 times 98,765.43 dollars.
  t.equal(bill?.final.totals.due, '9876542999990123457')
  t.equal(amountText('9876542999990123457', asset), '98,765,429,999,901,234.57')
})

t.test('lago PR #4642: rounding in one place: no cent is lost, no total is negative', async (t) => {
  fc.assert(
    fc.property(
      fc.array(fc.bigInt(0n, 10n ** 12n), { minLength: 1, maxLength: 60 }),
      fc.nat(10_000),
      (amounts, basisPoints) => {
        const lines = amounts.map((amount, n) => due(`line ${n}`, amount))
        const { totals, taxParts } = totalsOf(lines, { label: 'VAT', basisPoints })
        const parts = taxParts.map(({ amount }) => BigInt(amount))
        const taxed = parts.reduce((sum, part) => sum + part, 0n)
        return (
          taxed === BigInt(totals.tax) &&
          parts.every((part) => part >= 0n) &&
          BigInt(totals.due) === totalOf(lines) + taxed &&
          BigInt(totals.due) >= 0n
        )
      },
    ),
  )
  t.pass('for all')
})

t.test('lago-api #5867: a tax of 99999999 percent is refused at the door', async (t) => {
  const services = servicesOn(memoryLog().eventStore, manualClock(begin))
  const terms = (basisPoints: number, paymentTermsDays = 14) => ({
    organisationId: idNamed('org'),
    ...{ tax: { label: 'VAT', basisPoints }, paymentTermsDays, collection: 'SEND' },
  })
  for (const wrong of [terms(9_999_999_900), terms(10_001), terms(-1), terms(0, 365_000)]) {
    const outcome = await execute(services, setBillingTerms, wrong, contextOf(newId()))
    t.match(outcome, { kind: 'failed', failure: { code: 'INVALID_INPUT' } })
  }
  const outcome = await execute(services, setBillingTerms, terms(10_000), contextOf(newId()))
  t.match(outcome, { failure: { code: 'NOT_FOUND' } }, 'what is within bounds gets further')
})

t.test(
  'twenty PR #23973, #25603: a source of usage that is away is waited for, not billed as nothing',
  async (t) => {
    const world = createBillingWorld({ begin, choose: choices(5), delayMs: () => 3_600_000 })
    await world.publishPrices('1', begin)
    await world.setTerms(organisation)
    await world.credit(organisation, 100_000n)
    await world.use(organisation, '2027-01', '700')
    // From before the end of the month until a week later no usage can be read.
    await world.until(Date.parse('2027-01-31T00:00:00.000Z'))
    world.away(({ stream }) => stream.startsWith('usage-'))
    await world.until(Date.parse('2027-02-08T00:00:00.000Z'))
    t.strictSame(billsIn(world.all), [], 'there is no bill, rather than a wrong one')
    world.away(() => false)
    await world.until(Date.parse('2027-02-09T00:00:00.000Z'))
    const bills = finalIn(world.all)
    t.equal(bills.length, 1)
    t.equal(bills[0]?.final.totals.due, '70000', 'and then the right one')
    t.equal(bills[0]?.draft.period.end, '2027-02-01T00:00:00.000Z', 'of the period that it is of')
  },
)
