import type { CallName } from '../../../domain/tokens/payments/token-payment.ts'
import type { ShownEntry } from '../../../domain/tokens/payments/shown-entry.ts'

/** An entry as it is kept in the log: amounts as text. */
type Texts<Entry> = {
  readonly [Key in keyof Entry]: Entry[Key] extends bigint ? string : Entry[Key]
}
export type StoredEntry = ShownEntry extends infer Entry
  ? Entry extends ShownEntry
    ? Texts<Entry>
    : never
  : never

/** What a payment at the escrow asks for, outside itself. The names are stored: they never change. */
export type TokenPaymentEffect = { readonly onChainId: string } & (
  | {
      readonly kind: 'callEscrow'
      readonly chain: string
      readonly transactionId: string
      readonly method: CallName
      readonly arguments: readonly string[]
    }
  | { readonly kind: 'recordEntry'; readonly entry: StoredEntry }
  | { readonly kind: 'recordFailure'; readonly call: CallName; readonly code: string }
)
