/** Every way a program can be refused. The codes are part of the product's contract; the messages are not. */
export const diagnosticCodes = {
  QASM_SYNTAX: 'the text does not follow the grammar',
  QASM_UNDEFINED: 'a name is used that nothing declares',
  QASM_REDECLARED: 'a name is declared twice in one scope',
  QASM_TYPE: 'a value of the wrong type, or an operation that its type lacks',
  QASM_VALUE: 'a value outside of what the operation accepts, such as a division by zero',
  QASM_INDEX: 'an index outside of its register',
  QASM_ARITY: 'the wrong number of parameters, qubits or register elements',
  QASM_DUPLICATE_QUBIT: 'one operation is given the same qubit twice',
  QASM_UNSUPPORTED: 'a construct outside of the subset that this simulator executes',
  QASM_RECURSION: 'a gate or subroutine that calls itself',
  QASM_TOO_DEEP: 'nesting deeper than the limit',
  QASM_TOO_LARGE: 'more source, operations or classical bits than the limit',
  QASM_TOO_MANY_QUBITS: 'more qubits than the limit',
  QASM_INPUT: 'a value for an input is missing, of another type, or for no input of the program',
  QASM_LOOP_LIMIT: 'a loop that runs more often than the limit',
} as const

export type DiagnosticCode = keyof typeof diagnosticCodes

/** Line and column count from 1; a column is a UTF-16 code unit. */
export type Position = { readonly line: number; readonly column: number }

export type Diagnostic = Position & { readonly code: DiagnosticCode; readonly message: string }

/** How a diagnostic travels up inside the compiler; callers of the folder only ever see the value. */
export class QasmError extends Error {
  override readonly name = 'QasmError'
  readonly diagnostic: Diagnostic
  constructor(code: DiagnosticCode, message: string, at: Position) {
    super(message)
    this.diagnostic = { code, message, line: at.line, column: at.column }
  }
}

export const refuse = (code: DiagnosticCode, message: string, at: Position): never => {
  throw new QasmError(code, message, at)
}

export const unsupported = (construct: string, at: Position): never =>
  refuse('QASM_UNSUPPORTED', `${construct} is not supported by this simulator`, at)

/** Quotes what the user wrote, cut to a length that fits a message. */
export const quote = (text: string): string =>
  text.length > 40 ? `'${text.slice(0, 40)}…'` : `'${text}'`
