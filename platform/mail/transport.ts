import type { Mail } from './port.ts'

/** A mail with the moment it was written, which stays the same however often it is tried. */
export type Letter = Omit<Mail, 'person'> & { readonly writtenAt: Date }

/** What came of one attempt. Only a refusal of this very mail is final; trouble passes, or somebody mends it. */
export type Attempt =
  | { readonly kind: 'sent' }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'trouble'; readonly code: string }

export type Transport = {
  readonly attempt: (letter: Letter) => Promise<Attempt>
  readonly close: () => void
}
