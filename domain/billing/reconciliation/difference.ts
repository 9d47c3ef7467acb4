import { z } from 'zod'

/** What can be wrong between the provider's books and the hub's record. Theirs without ours, ours without theirs, or not the same. */
const ofBooks = [
  'PROVIDER_PAYMENT_UNKNOWN',
  'PROVIDER_PAYMENT_DUPLICATED',
  'PAYMENT_MISSING',
  'PAYMENT_AMOUNT_DIFFERS',
  'PAYMENT_STATE_DIFFERS',
  'PAYMENT_CAPTURE_DIFFERS',
  /** Nobody knows what came of it, for longer than such a thing takes. */
  'PAYMENT_UNRESOLVED',
  'PROVIDER_REFUND_UNKNOWN',
  'REFUND_MISSING',
  'REFUND_AMOUNT_DIFFERS',
  'REFUND_STATE_DIFFERS',
  'PROVIDER_DISPUTE_UNKNOWN',
  'DISPUTE_STATE_DIFFERS',
  'PROVIDER_TRANSFER_UNKNOWN',
  'TRANSFER_MISSING',
  'TRANSFER_AMOUNT_DIFFERS',
] as const

/** Besides these, what the hub itself can't go on with: a person has to look. */
const heldUp = ['BILLING_HELD_UP', 'PAYOUT_HELD_UP'] as const
/** Or what its treasury holds on its chains is not what the ledger says. */
export const DifferenceCode = z.enum([...ofBooks, ...heldUp, 'CHAIN_BALANCE_DIFFERS'])
export type DifferenceCode = z.output<typeof DifferenceCode>

const word = z.string().max(200)

/** One difference. `ours` and `theirs` are what each side says, in a few words. */
export const Difference = z.strictObject({
  code: DifferenceCode,
  /** What it is about: the hub's id where it has one, else the provider's. */
  subject: z.string().min(1).max(255),
  providerId: z.string().min(1).max(255).exactOptional(),
  paymentId: z.uuid().exactOptional(),
  organisation: z.uuid().exactOptional(),
  ours: word.exactOptional(),
  theirs: word.exactOptional(),
})
export type Difference = z.output<typeof Difference>

/** As findings had it before there were chains. */
export const DifferenceOffChain = Difference.extend({ code: z.enum([...ofBooks, ...heldUp]) })

/** As findings had it before they told of anything but books. */
export const DifferenceOfBooks = Difference.extend({ code: z.enum(ofBooks) })
