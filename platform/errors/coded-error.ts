/** An error with a code of a closed list: the codes are a contract, the messages are not. */
export class CodedError<Code extends string> extends Error {
  readonly code: Code
  constructor(code: Code, message: string) {
    super(message)
    this.code = code
  }
}
