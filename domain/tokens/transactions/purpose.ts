import { z } from 'zod'
import { Id } from '../../shared/values.ts'
import { ChainKey } from '../values.ts'

/** What a transaction is for: sagas route on it (`purpose.id`, where `purpose.kind` is theirs). */
export const Purpose = z.strictObject({
  kind: z.string().regex(/^[A-Z][A-Z0-9_]{0,39}$/),
  id: z.string().min(1).max(200),
})
export type Purpose = z.output<typeof Purpose>

/** On every event: which transaction, on which chain, and what for. */
export const Owner = z.strictObject({ transactionId: Id, chain: ChainKey, purpose: Purpose })
export type Owner = z.output<typeof Owner>
