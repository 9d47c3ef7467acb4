import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { CircuitFacts } from '../../domain/jobs/circuit-facts.ts'
import { reject, type Rejection } from '../../domain/shared/rejection.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import type { CircuitAnalyser } from '../../platform/providers/analyser.ts'

const maxSourceBytes = 256 * 1024

/** OpenQASM source text, at most 256 KiB. */
export const Source = z
  .string()
  .min(1)
  .refine((text) => Buffer.byteLength(text) <= maxSourceBytes, {
    message: 'the program is larger than 256 KiB',
  })

export const programHashOf = (source: string): string =>
  createHash('sha256').update(source).digest('hex')

/** What the compiler finds in the program, or where it is wrong: by line and column. */
export const readProgram = async (
  circuits: CircuitAnalyser,
  source: string,
): Promise<CircuitFacts | Rejection | Failure> => {
  const outcome = await circuits.analyse(source)
  switch (outcome.kind) {
    case 'ok': {
      const {
        language,
        version,
        qubits,
        clbits,
        registers,
        gateCounts,
        billedTwoQubit,
        depth,
        dynamic,
      } = outcome.facts
      return {
        language,
        version,
        qubits,
        clbits,
        depth,
        dynamic,
        registers: registers.map(({ name, size }) => ({ name, size })),
        oneQubitGates: gateCounts.oneQubit,
        twoQubitGates: billedTwoQubit,
        measurements: gateCounts.measurements,
      }
    }
    case 'invalid': {
      const { code, message, line, column } = outcome.diagnostic
      const rejected = code === 'QASM_TOO_MANY_QUBITS' ? 'TOO_MANY_QUBITS' : 'INVALID_CIRCUIT'
      const detail = `line ${line}, column ${column}: ${message}`
      return reject(rejected, detail, [{ pointer: '/source', code, detail: message, line, column }])
    }
    case 'failed':
      return { code: 'UNAVAILABLE', detail: `The program could not be read: ${outcome.message}` }
  }
}
