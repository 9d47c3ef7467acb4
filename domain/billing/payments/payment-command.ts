import type { Money } from '../../shared/money.ts'
import type { DisputeCommand } from './disputes.ts'
import type { FindingCode } from './finding.ts'
import type { PaymentNews } from './news.ts'
import type { CaptureMode, Operation, Purpose } from './payment-events.ts'
import type { RefundCommand } from './refunds.ts'

export type PaymentCommand = { readonly paymentId: string } & (
  | {
      readonly type: 'RequestPayment'
      readonly organisation: string
      readonly user: string
      readonly purpose: Purpose
      readonly amount: Money
      readonly capture: CaptureMode
      /** Of the organisation's saved methods. Without one somebody confirms it later. */
      readonly methodId?: string
      readonly offSession: boolean
    }
  /** With this method, for the first time or after a decline. */
  | { readonly type: 'RequestConfirmation'; readonly methodId: string }
  /** Of what is authorised, once; the rest is given back. Minor units. A wish, too. */
  | { readonly type: 'RequestCapture'; readonly amount: bigint }
  /** A wish: while something is unknown it waits. `unlessAuthorised`: whoever waited for the card has it meanwhile. */
  | {
      readonly type: 'RequestCancellation'
      readonly reason: string
      readonly unlessAuthorised?: true
    }
  | { readonly type: 'RecordNews'; readonly news: PaymentNews }
  /** The provider was not asked, or did not answer. */
  | { readonly type: 'RecordNothing' }
  | { readonly type: 'RecordUnknown'; readonly operation: Operation; readonly reason: string }
  /** For certain it did not happen, and is not going to: the provider has said why. */
  | { readonly type: 'RecordRefusal'; readonly operation: Operation; readonly code: string }
  | {
      readonly type: 'RecordFinding'
      readonly code: FindingCode
      readonly detail: string
      readonly about: string
    }
  | RefundCommand
  | DisputeCommand
)
