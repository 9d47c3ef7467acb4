import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNamed } from '../../../test/kit/given-when-then/meta.ts'
import { bill, type BillCommand } from './bill.ts'
import { owedOn } from './bill-state.ts'
import { draftOf, due, finaliseAs, settled } from '../../../test/kit/bills.ts'

const { given, after } = decider(bill)
const billId = idNamed('bill')
const pay = (name: string, amount: bigint, source: 'WALLET' | 'CARD' = 'CARD'): BillCommand => ({
  type: 'RecordBillPayment',
  ...{ billId, paymentId: idNamed(name), source, amount },
})
const note = (name: string, lineId: string, amount: bigint): BillCommand => ({
  type: 'OpenCreditNote',
  ...{ billId, creditNoteId: idNamed(name), lines: [{ lineId, amount }], reason: 'agreed' },
})
const issue = (name: string, number = 'QH-CN-2026-000001'): BillCommand => ({
  type: 'IssueCreditNote',
  ...{ billId, creditNoteId: idNamed(name), number },
})
const draft = draftOf([settled('a', 500n), due('b', 1_000n), due('c', 3n)])
const open = [draft, finaliseAs('QH-2026-000001')] as const
const voided = { type: 'VoidBill', billId, reason: 'a mistake' } as const
const lost = { type: 'MarkUncollectible', billId, reason: 'bankrupt' } as const
const line = (name: string): string => idNamed(`line ${name}`)

t.test('a draft is finalised: numbered, taxed once, owed', async (t) => {
  given().when(draft).then(['BillDrafted'])
  after(draft)
    .when(draftOf([due('other', 5n)]))
    .then([])
  const { decision } = after(draft).when(finaliseAs('QH-2026-000001'))
  t.match(decision, [
    {
      type: 'BillFinalised',
      data: {
        number: 'QH-2026-000001',
        dueAt: '2026-01-15T12:00:00.000Z',
        totals: { settled: '500', net: '1003', tax: '191', due: '1194', total: '1694' },
        taxParts: [
          { lineId: line('b'), amount: '190' },
          { lineId: line('c'), amount: '1' },
        ],
        postings: [
          { account: `customer_receivable:${idNamed('org')}`, side: 'DEBIT', amount: '1194' },
          { account: 'usage_revenue', side: 'CREDIT', amount: '1003' },
          { account: 'tax_payable', side: 'CREDIT', amount: '191' },
        ],
      },
    },
  ])
})

t.test('what the wallet has paid leaves nothing to pay', async () => {
  after(draftOf([settled('a', 500n)]))
    .when(finaliseAs('QH-2026-000001'))
    .then(['BillFinalised', 'BillPaid'])
})

t.test('it is paid once, in parts, by whoever; too much goes back', async () => {
  after(...open)
    .when(pay('p1', 1_000n))
    .then(['BillPaymentRecorded'])
  after(...open, pay('p1', 1_000n))
    .when(pay('p1', 1_000n))
    .then([])
  after(...open, pay('p1', 1_000n, 'WALLET'))
    .when(pay('p2', 194n))
    .then(['BillPaymentRecorded', 'BillPaid'])
  after(...open, pay('p1', 1_194n))
    .when(pay('p2', 5n))
    .then(['BillPaymentRecorded', 'BillOverpaid'])
  after(...open, voided)
    .when(pay('p1', 7n))
    .then(['BillPaymentRecorded', 'BillOverpaid'])
  after(...open)
    .when(pay('p1', 0n))
    .then('AMOUNT_OUT_OF_RANGE')
  after(draft).when(pay('p1', 5n)).then('ILLEGAL_BILL_TRANSITION')
})

t.test('what goes back to a card is no debt; what was charged back is one again', async () => {
  const back = (name: string, paymentId: string, amount: bigint): BillCommand => ({
    type: 'ReverseBillPayment',
    ...{ billId, reversalId: idNamed(name), paymentId: idNamed(paymentId), amount, why: 'DISPUTE' },
  })
  const over = after(...open, pay('p1', 1_194n), pay('p2', 5n))
  over.when(back(`refund ${idNamed('p2')}`, 'p2', 5n)).then(['BillExcessRefunded'])
  over.when(back('dispute', 'p2', 1n)).then('ILLEGAL_BILL_TRANSITION')
  const disputed = after(...open, pay('p1', 1_194n), back('dispute', 'p1', 1_194n))
  disputed.when(back('dispute', 'p1', 1_194n)).then([])
  disputed.when(pay('p2', 1_194n)).then(['BillPaymentRecorded', 'BillPaid'])
  after(...open, pay('p1', 9n, 'WALLET'))
    .when(back('b', 'p1', 9n))
    .then('ILLEGAL_BILL_TRANSITION')
})

t.test('what no card takes back is credit of the wallet, whenever that turns out', async (t) => {
  const refundId = idNamed(`refund ${idNamed('p2')}`)
  const failed: BillCommand = {
    type: 'ReturnRefund',
    ...{ billId, refundId, paymentId: idNamed('p2'), amount: 5n },
  }
  const back = (reversalId: string, amount: bigint): BillCommand => ({
    type: 'ReverseBillPayment',
    ...{ billId, reversalId, paymentId: idNamed('p2'), amount, why: 'REFUND' },
  })
  const over = [...open, pay('p1', 1_189n), pay('p2', 10n)] as const
  const before = after(...over).when(failed)
  t.match(before.decision, [
    { type: 'BillExcessCredited', data: { refundId, amount: '5', postings: [] } },
  ])
  after(...over, failed)
    .when(failed)
    .then([])
  // The bank sends back what it had taken: it lies with the provider again.
  const receivable = `customer_receivable:${idNamed('org')}`
  t.match(after(...over, back(refundId, 5n)).when(failed).decision, [
    {
      type: 'BillExcessCredited',
      data: {
        postings: [
          { account: 'psp_clearing', side: 'DEBIT', amount: '5' },
          { account: receivable, side: 'CREDIT', amount: '5' },
        ],
      },
    },
  ])
  // All that the card had paid is taken back: what the wallet was given of it is owed too.
  after(...over, failed)
    .when(back(idNamed('dispute'), 10n))
    .then(['BillPaymentReversed'])
  const { state } = after(...over, failed, back(idNamed('dispute'), 10n))
  t.equal(state.kind === 'final' && owedOn(state), 10n)
})

t.test('a refund that a bank sends back pays what it had made owed again', async () => {
  const refunded: BillCommand = {
    type: 'ReverseBillPayment',
    ...{ billId, reversalId: idNamed('r'), paymentId: idNamed('p1'), amount: 100n, why: 'REFUND' },
  }
  const sentBack: BillCommand = {
    type: 'ReturnRefund',
    ...{ billId, refundId: idNamed('r'), paymentId: idNamed('p1'), amount: 100n },
  }
  const settledBill = [...open, pay('p1', 1_194n)] as const
  after(...settledBill, refunded)
    .when(sentBack)
    .then(['BillPaymentRecorded', 'BillPaid'])
  after(...settledBill, refunded, sentBack)
    .when(sentBack)
    .then([])
  // It failed before anything was booked.
  after(...settledBill)
    .when(sentBack)
    .then([])
})

t.test(
  'a dispute that was won brings money that is refunded out of the disputed payment',
  async (t) => {
    const dispute = (name: string, amount: bigint): BillCommand => ({
      type: 'ReverseBillPayment',
      ...{ billId, reversalId: idNamed(name), paymentId: idNamed('p1'), amount, why: 'DISPUTE' },
    })
    const again = [...open, pay('p1', 1_194n), dispute('d', 1_000n), pay('p2', 1_000n)] as const
    const { decision } = after(...again).when(pay('d', 1_000n))
    t.match(decision, [
      { type: 'BillPaymentRecorded' },
      { type: 'BillOverpaid', data: { toCards: [{ paymentId: idNamed('p1'), amount: '1000' }] } },
    ])
    const won = [...open, pay('p1', 1_194n), dispute('d', 1_000n), pay('d', 1_000n)] as const
    after(...won)
      .when(dispute('d2', 1_195n))
      .then('ILLEGAL_BILL_TRANSITION')
    after(...won)
      .when(dispute('d2', 1_194n))
      .then(['BillPaymentReversed'])
    // What came in twice goes back once, in one refund of each payment.
    t.match(after(...won).when(pay('p2', 1_194n)).decision, [
      {},
      { data: { toCards: [{ paymentId: idNamed('p2'), amount: '1194' }] } },
    ])
  },
)

t.test('void, uncollectible, and paid after all', async (t) => {
  after(...open)
    .when(voided)
    .then(['BillVoided'])
  after(...open, voided)
    .when(voided)
    .then([])
  after(...open, pay('p1', 1n))
    .when(voided)
    .then('ILLEGAL_BILL_TRANSITION')
  after(...open, pay('p1', 1_194n))
    .when(lost)
    .then('ILLEGAL_BILL_TRANSITION')
  after(...open, voided)
    .when(lost)
    .then('ILLEGAL_BILL_TRANSITION')
  const given = after(...open, pay('p1', 194n), lost)
  t.match(given.events.at(-1), {
    data: {
      amount: '1000',
      postings: [{ account: 'bad_debt', side: 'DEBIT', amount: '1000' }, {}],
    },
  })
  const { decision } = given.when(pay('p2', 1_000n))
  t.match(decision, [
    {
      data: {
        postings: [
          { account: 'psp_clearing', side: 'DEBIT' },
          { account: 'bad_debt', side: 'CREDIT', amount: '1000' },
        ],
      },
    },
    { type: 'BillPaid' },
  ])
})

t.test('credit notes take back what was billed, no more, with its tax', async (t) => {
  const half = after(...open, note('n1', line('b'), 500n))
  half.when(note('n1', line('b'), 500n)).then([])
  half.when(note('n2', line('b'), 501n)).then('CREDIT_ABOVE_BILLED')
  half.when(note('n2', line('b'), 500n)).then(['CreditNoteOpened'])
  after(...open)
    .when(note('n1', line('a'), 1n))
    .then('CREDIT_ABOVE_BILLED')
  after(...open)
    .when(note('n1', line('b'), 0n))
    .then('CREDIT_ABOVE_BILLED')
  after(...open)
    .when(note('n1', line('nowhere'), 1n))
    .then('CREDIT_ABOVE_BILLED')
  half.when(issue('n2')).then('NOT_FOUND')
  const { decision } = half.when(issue('n1'))
  t.match(decision, [{ type: 'CreditNoteIssued', data: { net: '500', tax: '95', amount: '595' } }])
  after(...open, note('n1', line('b'), 500n), issue('n1'))
    .when(issue('n1'))
    .then([])
  // Of a bill that is paid, it goes back into the wallet.
  after(...open, pay('p1', 1_194n), note('n1', line('b'), 1_000n))
    .when(issue('n1'))
    .then(['CreditNoteIssued', 'BillOverpaid'])
  // What is credited in full has nothing left to pay.
  after(...open, note('n1', line('b'), 1_000n), issue('n1'), note('n2', line('c'), 3n))
    .when(issue('n2', 'QH-CN-2026-000002'))
    .then(['CreditNoteIssued', 'BillPaid'])
})

t.test('what is finalised never changes', async () => {
  const final = after(...open)
  final.when(draftOf([due('z', 1n)])).then([])
  final.when(finaliseAs('QH-2026-000001')).then([])
  final.when(finaliseAs('QH-2026-000002')).then('ILLEGAL_BILL_TRANSITION')
  after(...open, note('n1', line('b'), 5n), issue('n1'))
    .when(issue('n1', 'QH-CN-2026-000007'))
    .then('ILLEGAL_BILL_TRANSITION')
})

t.test('reminders count up, and stop with the debt', async () => {
  const remind = (step: number): BillCommand => ({
    type: 'RecordReminder',
    ...{ billId, step, overdue: true },
  })
  after(...open)
    .when(remind(1))
    .then(['BillReminded'])
  after(...open, remind(2))
    .when(remind(1))
    .then([])
  after(...open, pay('p1', 1_194n))
    .when(remind(1))
    .then([])
  after(...open)
    .when({ type: 'RequestCollection', billId })
    .then(['BillCollectionRequested'])
  after(...open, pay('p1', 1_194n))
    .when({ type: 'RequestCollection', billId })
    .then([])
  after(...open, voided)
    .when({ type: 'RequestCollection', billId })
    .then('ILLEGAL_BILL_TRANSITION')
})

t.test('nothing stands twice, and nobody is asked for less than nothing', async () => {
  const twice = { ...due('b', 1n), lineId: line('b') }
  given()
    .when(draftOf([due('b', 1n), twice]))
    .then('ALREADY_BILLED')
  const recurring = { subscriptionId: idNamed('s'), item: 'pro', periodIndex: 3 }
  given()
    .when(
      draftOf([
        { ...settled('a', 1n), recurring },
        { ...settled('b', 1n), recurring },
      ]),
    )
    .then('ALREADY_BILLED')
  given()
    .when(draftOf([due('b', -1n)]))
    .then('AMOUNT_OUT_OF_RANGE')
  given().when(finaliseAs('QH-2026-000001')).then('NOT_FOUND')
})
