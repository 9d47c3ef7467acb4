import t from 'tap'
import fc from '../../../test/kit/fast-check.ts'
import { idNamed, idNumber, meta } from '../../../test/kit/given-when-then/meta.ts'
import { isRejection } from '../../shared/rejection.ts'
import type { ShownEntry } from './shown-entry.ts'
import { refundedOf, type ExistingTokenPayment, type TokenPayment } from './token-payment-state.ts'
import { tokenPayment, type TokenPaymentCommand } from './token-payment.ts'
import { wantedCall, type WantedCall } from './wanted-call.ts'

const onChainId = `0x${'1f'.repeat(32)}`
const most = 100n
const hashOf = (n: number): string => `0x${n.toString(16).padStart(64, '0')}`

type Escrow = {
  readonly state: 'None' | 'Authorized' | 'Captured' | 'Voided' | 'Reclaimed'
  readonly taken: bigint
  readonly refunded: ReadonlyMap<string, bigint>
}
type Answer = { readonly escrow: Escrow; readonly entry: Said } | 'reverts'
type Said = ShownEntry extends infer Each
  ? Each extends ShownEntry
    ? Omit<Each, 'entryId'>
    : never
  : never

/** The contract's own rules. */
const called = (
  escrow: Escrow,
  { method, arguments: [, first = '', second = ''] }: WantedCall,
): Answer => {
  const moved = (state: Escrow['state'], taken = 0n): Escrow => ({ ...escrow, state, taken })
  switch (method) {
    case 'authorize':
      return escrow.state === 'None'
        ? { escrow: moved('Authorized'), entry: { event: 'PaymentAuthorized', amount: most } }
        : 'reverts'
    case 'void':
      return escrow.state === 'Authorized'
        ? { escrow: moved('Voided'), entry: { event: 'PaymentVoided' } }
        : 'reverts'
    case 'capture': {
      const amount = BigInt(first)
      return escrow.state === 'Authorized' && amount <= most
        ? {
            escrow: moved('Captured', amount),
            entry: { event: 'PaymentCaptured', amount, returned: most - amount },
          }
        : 'reverts'
    }
    case 'refund': {
      const amount = BigInt(second)
      const gone = [...escrow.refunded.values()].reduce((sum, each) => sum + each, 0n)
      if (escrow.state !== 'Captured' || escrow.refunded.has(first) || gone + amount > escrow.taken)
        return 'reverts'
      const refunded = new Map([...escrow.refunded, [first, amount]])
      return {
        escrow: { ...escrow, refunded },
        entry: { event: 'PaymentRefunded', onChainRefundId: first, amount },
      }
    }
    default:
      return method satisfies never
  }
}

const wish = fc.oneof(
  fc.constant<TokenPaymentCommand>({
    type: 'SignTokenPayment',
    signature: `0x${'2e'.repeat(65)}`,
    user: idNamed('payer'),
  }),
  fc
    .bigInt(1n, most + 10n)
    .map((amount): TokenPaymentCommand => ({ type: 'RequestCapture', amount })),
  fc.constant<TokenPaymentCommand>({ type: 'RequestClosing', reason: 'CANCELLED' }),
  fc.tuple(fc.bigInt(1n, most), fc.nat(3)).map(
    ([amount, n]): TokenPaymentCommand => ({
      type: 'RequestRefund',
      ...{ refundId: idNumber(n), onChainRefundId: hashOf(n), amount },
    }),
  ),
)
/** What happens next: somebody wishes, the chain carries a call out, or shows what it did, or the payer takes it back. */
const step = fc.oneof(
  fc.record({ kind: fc.constant('wish' as const), wish }),
  fc.record({
    kind: fc.constantFrom('call', 'callTwice', 'show', 'showNewest', 'showAgain', 'reclaim'),
  }),
)

t.test(
  'in whatever order all of it comes, the payment ends where its escrow is, and nothing is taken twice',
  async () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
        let state: TokenPayment = tokenPayment.initial
        let escrow: Escrow = { state: 'None', taken: 0n, refunded: new Map() }
        const said: ShownEntry[] = []
        const shown: ShownEntry[] = []
        const tell = (command: TokenPaymentCommand): void => {
          const decision = tokenPayment.decide(command, state, meta)
          if (!isRejection(decision)) state = decision.reduce(tokenPayment.evolve, state)
        }
        const say = (entry: Said): void => {
          // With its id it is one of the entries again.
          said.push({ ...entry, entryId: idNumber(said.length) })
        }
        const call = (): void => {
          const wanted = wantedCall(state)
          const answer = wanted === undefined ? 'reverts' : called(escrow, wanted)
          if (answer === 'reverts') return
          escrow = answer.escrow
          say(answer.entry)
        }
        /** They are told by whoever comes first: of those that are not, the one at this place. */
        const show = (place: 0 | -1 = 0): void => {
          const entry = said.filter((each) => !shown.includes(each)).at(place)
          if (entry === undefined) return
          shown.push(entry)
          tell({ type: 'RecordEntry', entry })
        }
        tell({
          type: 'OpenTokenPayment',
          ...{ paymentId: idNamed('payment'), organisation: idNamed('ours'), chain: 'local' },
          ...{ onChainId, payer: `0x${'aB'.repeat(20)}` },
          amount: { amount: most.toString(), asset: 'QVT/18' },
          validBefore: '2026-01-02T12:00:00.000Z',
        })
        for (const each of steps)
          if ('wish' in each) tell(each.wish)
          else if (each.kind === 'show') show()
          else if (each.kind === 'showNewest') show(-1)
          else if (each.kind === 'showAgain')
            for (const entry of shown) tell({ type: 'RecordEntry', entry })
          else if (each.kind === 'reclaim') {
            if (escrow.state === 'Authorized') {
              escrow = { ...escrow, state: 'Reclaimed' }
              say({ event: 'PaymentReclaimed' })
            }
          } else {
            call()
            if (each.kind === 'callTwice') call()
          }
        // Until nothing is wanted that the contract would do, and all is shown.
        for (let round = 0; round < 20; round++) {
          call()
          show()
        }
        const end = state as ExistingTokenPayment
        const gone = [...escrow.refunded.values()].reduce((sum, each) => sum + each, 0n)
        if (end.captured !== escrow.taken || refundedOf(end) !== gone || gone > escrow.taken)
          throw new Error(`${JSON.stringify(escrow.state)} and ${end.stage} differ`)
        const stages = {
          None: ['OPEN', 'CLOSED'],
          Authorized: ['AUTHORISED'],
          Captured: ['CAPTURED'],
          Voided: ['CLOSED'],
          Reclaimed: ['CLOSED'],
        }
        if (!stages[escrow.state].includes(end.stage))
          throw new Error(`${escrow.state}: ${end.stage}`)
        if (wantedCall(end) !== undefined) throw new Error(`wants ${wantedCall(end)?.key} for ever`)
      }),
      { numRuns: 1_000 },
    )
  },
)
