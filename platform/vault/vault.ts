/**
 * Personal data under keys of their own: one key a subject, wrapped by the master key. Destroying the key erases the
 * person from every event, row and backup at once, and leaves the log whole.
 */
export type Vault = {
  /** Encrypts under the subject's key, which is made when there is none. Throws `SubjectErased` after `destroy`. */
  readonly seal: (subjectId: string, value: string) => Promise<string>
  /** The clear value, or nothing when the subject was erased. */
  readonly open: (sealed: string) => Promise<string | undefined>
  readonly destroy: (subjectId: string) => Promise<void>
}

export class SubjectErased extends Error {
  override readonly name = 'SubjectErased'
}

/** The store of the keys does not answer; nothing was done that a repetition would not do as well. */
export class VaultUnavailable extends Error {
  override readonly name = 'VaultUnavailable'
}
