export type Mail = {
  /** Same id, same mail: a repeated send is not delivered twice. */
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
}

export type Mailer = { readonly send: (mail: Mail) => Promise<void> }
