import type { KeyLimits } from '../../domain/accounts/key-limits.ts'

/** What a key may be used for at most, and the name under which its use is counted. */
export type CountedLimits = KeyLimits & { readonly meterId: string }
