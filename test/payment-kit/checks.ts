import type { Comparison } from '../../commands/billing/reconciliation/find-differences.ts'
import type { ExistingPayment } from '../../domain/billing/payments/payment-state.ts'
import { cardOf } from '../../domain/billing/wallet/cards.ts'
import type { Wallet } from '../../domain/billing/wallet/wallet-state.ts'
import { isKind } from '../../ops/embedded/payments/core/world.ts'
import type { Kind, StoredOf } from '../../ops/embedded/payments/core/stored.ts'
import type { Scenario } from './plan.ts'
import type { Books } from './world.ts'

/** All that a batch has left behind. */
export type Evidence = {
  readonly ends: readonly {
    readonly scenario: Scenario
    readonly payment: ExistingPayment
    readonly wallet: Wallet
    readonly isOver: boolean
  }[]
  readonly books: Books
  /** Streams of notices, and how many events each has. */
  readonly notices: ReadonlyMap<string, number>
  readonly differences: Comparison['differences']
  readonly ledger: readonly string[]
  /** What the books say is at the provider's, in minor units. */
  readonly clearing: bigint
}

type End = Evidence['ends'][number]

const allOf = <K extends Kind>({ objects }: Books, kind: K): readonly StoredOf<K>[] =>
  objects.filter((object) => isKind(object, kind))

const sum = (numbers: readonly number[]): bigint =>
  BigInt(numbers.reduce((all, one) => all + one, 0))

const taken = (books: Books, paymentId: string) =>
  allOf(books, 'payment_intent').filter(
    (intent) => intent.metadata['paymentId'] === paymentId && intent.amount_received > 0,
  )

const refundsOf = (books: Books, paymentId: string) =>
  allOf(books, 'refund').filter(
    ({ metadata, status }) => metadata['paymentId'] === paymentId && status !== 'failed',
  )

/** What a person would see of it: written down by the payment, or found by reconciliation. */
const isFound = ({ differences }: Evidence, { payment }: End): boolean =>
  Object.keys(payment.findings).length > 0 ||
  differences.some(
    ({ paymentId, subject }) => paymentId === payment.paymentId || subject === payment.paymentId,
  )

const capturedOnce = ({ books }: Evidence, { payment }: End): readonly string[] => {
  const intents = taken(books, payment.paymentId)
  const asked = payment.capture === 'AUTOMATIC' ? payment.amount : (payment.captureRequested ?? 0n)
  const received = sum(intents.map((intent) => intent.amount_received))
  return [
    ...(intents.length > 1 ? [`captured ${intents.length} times`] : []),
    ...(received > asked ? [`captured ${received} of ${asked}`] : []),
  ]
}

const refundedOnce = ({ books }: Evidence, { payment }: End): readonly string[] => {
  const refunds = refundsOf(books, payment.paymentId)
  const ids = refunds.map(({ metadata }) => metadata['refundId'])
  const back = sum(refunds.map(({ amount }) => amount))
  const received = sum(taken(books, payment.paymentId).map((intent) => intent.amount_received))
  return [
    ...(new Set(ids).size < ids.length ? [`refunded ${ids.length} times`] : []),
    ...(back > received ? [`refunded ${back} of ${received}`] : []),
  ]
}

/** What the card paid is in the wallet, neither less nor more. */
const credited = (evidence: Evidence, end: End): readonly string[] => {
  const { payment, wallet } = end
  if (payment.purpose.kind === 'BILL') return []
  const received = sum(taken(evidence.books, payment.paymentId).map((one) => one.amount_received))
  const { credited: credit = 0n, settled = 0n } = cardOf(wallet.cards, payment.paymentId)
  const booked = credit + settled
  if (booked === received || (isFound(evidence, end) && booked > received)) return []
  return booked < received
    ? [`lost credit: the card paid ${received}, the wallet has ${booked}`]
    : [`credit from nowhere: the card paid ${received}, the wallet has ${booked}`]
}

const notStuck = (evidence: Evidence, end: End): readonly string[] =>
  end.isOver || isFound(evidence, end) ? [] : [`stuck as ${end.payment.standing} without a finding`]

/** Only a provider that lies, or a notice that was lost, leaves the two sides apart. */
const agreed = ({ differences }: Evidence, { scenario, payment }: End): readonly string[] => {
  const lies = scenario.requests.some(({ fault }) => fault.kind === 'forget')
  const silent = scenario.notices.some(({ fault }) => fault.kind === 'lose')
  return differences
    .filter(({ paymentId }) => paymentId === payment.paymentId)
    .filter(({ code }) => !(lies || (silent && /DISPUTE|REFUND_STATE/.test(code))))
    .map(({ code, ours = '-', theirs = '-' }) => `${code}: ours ${ours}, theirs ${theirs}`)
}

const perScenario = [capturedOnce, refundedOnce, credited, notStuck, agreed] as const

/** What the hub's books hold at the provider's: all that was taken, less what went back. */
const clearing = (evidence: Evidence): readonly string[] => {
  const { ends, books, differences } = evidence
  if (differences.length > 0 || ends.some((end) => isFound(evidence, end))) return []
  const own = new Set(
    ends
      .filter(({ payment }) => payment.walletId !== undefined)
      .map(({ payment }) => payment.paymentId),
  )
  const ofUs = ({ metadata }: { readonly metadata: Readonly<Record<string, string>> }): boolean =>
    own.has(metadata['paymentId'] ?? '')
  const intents = allOf(books, 'payment_intent').filter(ofUs)
  const ids = new Set(intents.map(({ id }) => id))
  const received = sum(intents.map((one) => one.amount_received))
  const refunded = sum(
    allOf(books, 'refund')
      .filter((one) => ofUs(one) && one.status !== 'failed')
      .map(({ amount }) => amount),
  )
  const charged = sum(
    allOf(books, 'dispute')
      .filter((one) => ids.has(one.payment_intent) && one.status !== 'won')
      .map(({ amount }) => amount),
  )
  const there = received - refunded - charged
  return there === evidence.clearing
    ? []
    : [`psp_clearing holds ${evidence.clearing}, the provider has ${there}`]
}

const noticesOnce = ({ notices, books }: Evidence): readonly string[] => {
  const known = new Set(books.events.map(({ id }) => id))
  return [...notices].flatMap(([id, events]) => [
    ...(events === 1 ? [] : [`notice ${id} is stored ${events} times`]),
    ...(known.has(id) ? [] : [`notice ${id} was never sent`]),
  ])
}

/** Everything that is not as it has to be; empty when nothing was lost, doubled or left behind. */
export const wrongIn = (evidence: Evidence): readonly string[] => [
  ...evidence.ends.flatMap((end) =>
    perScenario.flatMap((check) =>
      check(evidence, end).map((what) => `${end.scenario.name} ${end.payment.paymentId}: ${what}`),
    ),
  ),
  ...clearing(evidence),
  ...noticesOnce(evidence),
  ...evidence.ledger,
]
