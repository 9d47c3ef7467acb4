export type Mail = {
  /** Same id, same mail: a repeated send is not delivered twice. */
  readonly id: string
  /** Whom it is about: it waits under their key, and goes with it. Absent for who has no account: under a key of its own. */
  readonly person?: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly attachments?: readonly Attachment[]
}

/** A file that goes with a mail. */
export type Attachment = {
  readonly fileName: string
  readonly contentType: string
  readonly base64: string
}

export type Mailer = {
  /** Settled, the mail is on its way and will not be lost. Throws `MailUnavailable` when it cannot be taken now. */
  readonly send: (mail: Mail) => Promise<void>
}

/** The mail was not taken; the same one can be sent again. */
export class MailUnavailable extends Error {
  override readonly name = 'MailUnavailable'
}
