import t from 'tap'
import { accountOf, accountTypes, balanceOn, factsOf, mayMove } from './chart.ts'
import { credit, debit, imbalanceOf, postingsMovedBy, swapped } from './postings.ts'

void t.test('an account has an owner exactly where its type asks for one', async (t) => {
  t.strictSame(accountOf('psp_fees'), { type: 'psp_fees' })
  t.strictSame(accountOf('customer_credit:abc-USD'), { type: 'customer_credit', owner: 'abc-USD' })
  for (const name of ['psp_fees:abc', 'customer_credit', 'petty_cash', 'toString', ''])
    t.equal(accountOf(name), undefined, name)
})

void t.test('a type is known by its words alone', async (t) => {
  for (const type of accountTypes) {
    t.match(type, /^[a-z]+(?:_[a-z]+)*$/)
    t.ok(factsOf(type).movedBy.length > 0, `${type} can be moved`)
  }
  t.ok(mayMove('wallet', 'customer_credit:abc'))
  t.notOk(mayMove('journal', 'customer_credit:abc'))
  t.notOk(mayMove('journal', 'petty_cash'))
})

void t.test('a balance is counted on the normal side', async (t) => {
  t.equal(balanceOn('psp_clearing', 5n, 2n), 3n)
  t.equal(balanceOn('commission_revenue', 5n, 2n), -3n)
})

void t.test('a reversal is the same legs on the other sides', async (t) => {
  const legs = [...debit('psp_fees', 3n), ...credit('psp_clearing', 3n), ...credit('bad_debt', 0n)]
  t.equal(legs.length, 2)
  t.equal(imbalanceOf(legs), 0n)
  t.strictSame(swapped(swapped(legs)), legs)
  t.equal(imbalanceOf([...legs, ...swapped(legs)]), 0n)
  t.ok(postingsMovedBy('journal').safeParse(swapped(legs)).success)
  t.notOk(postingsMovedBy('bill').safeParse(legs).success)
  t.notOk(postingsMovedBy('journal').safeParse(legs.slice(1)).success)
})
