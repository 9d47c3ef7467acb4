/** A message for who listens now. */
export type Notice = { readonly subject: string; readonly message: unknown }
