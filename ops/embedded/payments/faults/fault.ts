import { z } from 'zod'

const ms = z.int().min(0).max(3_600_000)

/** What may befall a request, as its client sees it. */
const RequestFault = z.discriminatedUnion('kind', [
  /** The connection breaks before anything is done. */
  z.strictObject({ kind: z.literal('drop') }),
  /** It is done; the connection breaks before the answer. */
  z.strictObject({ kind: z.literal('loseReply') }),
  /** It is done; the answer takes so long. */
  z.strictObject({ kind: z.literal('answerLate'), ms }),
  /** It is begun, and done only so much later, whether or not anybody still waits. */
  z.strictObject({ kind: z.literal('doLate'), ms }),
  /** The same answer comes twice on one connection. */
  z.strictObject({ kind: z.literal('answerTwice') }),
  /** A failure of the vendor's, with nothing done, or with everything done. */
  z.strictObject({ kind: z.literal('failBefore') }),
  z.strictObject({ kind: z.literal('failAfter') }),
  z.strictObject({ kind: z.literal('rateLimit') }),
  /** It is done; what comes is half of the answer, or another object's. */
  z.strictObject({ kind: z.literal('garbage') }),
  z.strictObject({ kind: z.literal('otherObject') }),
  /** It is done, and said to have been declined. */
  z.strictObject({ kind: z.literal('sayDeclined') }),
  /** It is said to be done, and forgotten. */
  z.strictObject({ kind: z.literal('forget') }),
  /** A reader sees the object as it was before its last change. */
  z.strictObject({ kind: z.literal('stale') }),
  /** The card, or its bank, behaves otherwise than the card would. */
  z.strictObject({
    kind: z.literal('manner'),
    manner: z.strictObject({
      decline: z.string().max(100).exactOptional(),
      requireAction: z.boolean().exactOptional(),
      processing: z.boolean().exactOptional(),
      dispute: z.boolean().exactOptional(),
    }),
  }),
])
export type RequestFault = z.output<typeof RequestFault>

/** What may befall a notice on its way to the hub. */
const NoticeFault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('lose') }),
  z.strictObject({ kind: z.literal('late'), ms }),
  z.strictObject({ kind: z.literal('twice') }),
  /** Its body is changed after it was signed; the next try is genuine. */
  z.strictObject({ kind: z.literal('tamper') }),
  /** Signed an hour ago; the next try is signed now. */
  z.strictObject({ kind: z.literal('oldSignature') }),
  /** It waits until a later one was received, or so long. */
  z.strictObject({ kind: z.literal('overtaken'), ms }),
])
export type NoticeFault = z.output<typeof NoticeFault>

const order = {
  /** An operation or an event type; `payment_intents.*` and `*` stand for many. */
  on: z.string().min(1).max(100),
  /** Only what this stands in: the path, the key and the parameters of a request; the object of a notice. */
  holding: z.string().min(1).max(200).exactOptional(),
  skip: z.int().min(0).default(0),
  times: z.int().min(1).default(1),
}

/** An order for a fault: the first `skip` that fit go well, the next `times` meet it. */
export const FaultOrder = z.discriminatedUnion('at', [
  z.strictObject({ at: z.literal('request'), ...order, fault: RequestFault }),
  z.strictObject({ at: z.literal('notice'), ...order, fault: NoticeFault }),
])
export type FaultOrder = z.input<typeof FaultOrder>
