/** A tool can't do what it was asked to; the message says why and what would help, in one line. */
export class StoreToolError extends Error {
  override readonly name = 'StoreToolError'
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}
