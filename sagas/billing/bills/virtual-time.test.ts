import t from 'tap'
import { totalOf } from '../../../domain/billing/bills/lines.ts'
import { owedOn } from '../../../domain/billing/bills/bill-state.ts'
import { walletIdOf } from '../../../domain/billing/wallet/wallet.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { accountsIn, billsIn, finalIn, spentIn } from '../../../test/billing/bills/looking.ts'
import { asset, createBillingWorld } from '../../../test/billing/bills/world.ts'
import { monthly, yearly } from '../../../test/kit/plans.ts'
import { choices } from '../../../test/kit/virtual-time.ts'

t.setTimeout(300_000)

const months = Array.from(
  { length: 24 },
  (_, n) => `${2027 + Math.floor(n / 12)}-${((n % 12) + 1).toString().padStart(2, '0')}`,
)
const dayMs = 86_400_000

t.test('24 months of bills: everything billed once, numbered without a gap, booked', async (t) => {
  for (const seed of [1, 2]) {
    const choose = choices(seed)
    const outage = Date.parse('2028-03-30T00:00:00.000Z')
    const world = createBillingWorld({
      begin: '2027-01-01T00:00:00.000Z',
      choose,
      delayMs: (now) =>
        now >= outage && now < outage + 40 * dayMs ? outage + 40 * dayMs - now : choose(30_000),
    })
    const organisations = Array.from({ length: 12 }, (_, n) => derivedId('org', `${seed} ${n}`))
    await world.publishPrices('0.05', '2027-01-01T00:00:00.000Z')
    const minutes = new Map<string, bigint>()
    const subscriptions: string[] = []
    for (const [n, organisation] of organisations.entries()) {
      if (n % 3 > 0)
        await world.setTerms(organisation, { tax: { label: 'VAT', basisPoints: 1_900 } })
      await world.credit(organisation, 20_000n)
      if (n % 2 === 0) subscriptions.push(await world.subscribe(organisation, monthly(900)))
    }
    for (const month of months) {
      for (const day of ['05', '17', '26']) {
        await world.until(Date.parse(`${month}-${day}T08:00:00.000Z`))
        for (const organisation of organisations) {
          const what = choose(8)
          if (what < 3) {
            const device = derivedId('device', String(choose(2)))
            const hold = await world.runJob(organisation, device, BigInt(1 + choose(700)))
            if (hold !== undefined && choose(5) === 0)
              await world.onWallet(organisation, {
                type: 'RefundCharge',
                ...{ holdId: hold, amount: 1n, reason: 'badly calibrated' },
              })
          } else if (what === 3) {
            // Sometimes of the month before.
            const late = choose(3) === 0 ? months[months.indexOf(month) - 1] : undefined
            const value = 20 + choose(1_000)
            await world.use(organisation, late ?? month, value.toString())
            minutes.set(organisation, (minutes.get(organisation) ?? 0n) + BigInt(value))
          } else if (what === 4) await world.credit(organisation, BigInt(choose(5_000) + 1))
        }
        const changing = subscriptions[choose(subscriptions.length)] ?? ''
        // There and back on the same day, and to another length of periods.
        await world.changePlan(changing, monthly(1_500 + choose(100)))
        if (choose(2) === 0) {
          await world.until(Date.parse(`${month}-${day}T09:00:00.000Z`))
          await world.changePlan(changing, choose(6) === 0 ? yearly(9_000) : monthly(900))
        }
      }
    }
    const end = '2029-01-01T00:00:00.000Z'
    await world.until(Date.parse(end) + 40 * dayMs)
    const bills = finalIn(world.all)
    t.equal(billsIn(world.all).length, bills.length, 'every draft is issued')
    t.ok(bills.length > 150, `${bills.length} bills`)
    const numbers = bills.map(({ final }) => final.number).sort()
    t.equal(new Set(numbers).size, numbers.length, 'each with a number of its own')
    for (const year of ['2027', '2028', '2029']) {
      const given = numbers.filter((number) => number.startsWith(`QH-${year}-`))
      const wanted = given.map((_, n) => `QH-${year}-${(n + 1).toString().padStart(6, '0')}`)
      t.strictSame(given, wanted, `no gap in ${year}`)
    }
    const accounts = accountsIn(world.all)
    let due = 0n
    for (const organisation of organisations) {
      const own = bills.filter(({ final }) => final.organisation === organisation)
      const lines = own.flatMap(({ draft }) => draft.lines)
      const billedTo =
        own
          .map(({ draft }) => draft.period.end)
          .sort()
          .at(-1) ?? end
      const walletId = walletIdOf(organisation, asset)
      t.equal(totalOf(lines, 'SETTLED'), spentIn(world.all, walletId, billedTo), 'what was paid')
      const used = minutes.get(organisation) ?? 0n
      const isMetered = organisations.indexOf(organisation) % 3 > 0
      t.equal(totalOf(lines, 'DUE'), isMetered ? used * 5n : 0n, 'what was used')
      due += totalOf(lines, 'DUE')
      const owed = own.reduce((sum, bill) => sum + (bill.status === 'OPEN' ? owedOn(bill) : 0n), 0n)
      t.equal(accounts.get(`customer_receivable:${organisation}`) ?? 0n, owed, 'what is owed')
    }
    t.ok(due > 0n, 'usage was billed')
    const statuses = new Set(bills.map(({ status }) => status))
    t.strictSame(
      [...statuses].sort(),
      ['OPEN', 'PAID', 'UNCOLLECTIBLE'].filter((s) => statuses.has(s as 'OPEN')),
    )
    t.ok(statuses.has('PAID') && statuses.has('UNCOLLECTIBLE'), 'some are paid, some given up')
    t.equal(world.open.size, 0, 'nothing is left undone')
    t.ok(Math.min(...Object.values(world.troubles)) > 20, 'and things went wrong meanwhile')
    t.comment(JSON.stringify({ bills: bills.length, events: world.all.length, ...world.troubles }))
  }
})
