import { z } from 'zod'
import { InternalNote, Reason } from '../../domain/catalog/listing-events.ts'

/** `reason` is told to the seller, `internalNote` to operators alone. */
const Noted = z.strictObject({ internalNote: InternalNote.exactOptional() })

export const Reasoned = Noted.extend({ reason: Reason })

export const Verdict = z.discriminatedUnion('verdict', [
  Noted.extend({ verdict: z.literal('ACCEPT') }),
  Reasoned.extend({ verdict: z.literal('DECLINE') }),
])
