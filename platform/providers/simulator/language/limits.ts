/** What a program may cost before a single amplitude is computed. */
export type ProgramLimits = {
  readonly sourceBytes: number
  /** Operations after gates, loops and subroutines are unrolled. */
  readonly operations: number
  /** Statements walked while unrolling: bounds empty gates and loops, which leave no operation behind. */
  readonly steps: number
  readonly nesting: number
  readonly qubits: number
  /** Classical bits of the result. */
  readonly clbits: number
  /** Classical bits including those of inlined subroutines. */
  readonly memoryBits: number
  /** Of a classical register: it is named in every result. */
  readonly nameLength: number
}

export const hardQubitLimit = 24

export const defaultProgramLimits: ProgramLimits = {
  sourceBytes: 256 * 1024,
  operations: 2_000_000,
  steps: 4_000_000,
  nesting: 200,
  qubits: 20,
  clbits: 512,
  memoryBits: 65_536,
  nameLength: 200,
}
