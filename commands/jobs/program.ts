import { z } from 'zod'
import type { CircuitFacts } from '../../domain/jobs/circuit-facts.ts'
import type { ProgramInputs } from '../../domain/jobs/program-inputs.ts'
import { reject, type Rejection } from '../../domain/shared/rejection.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import type { CircuitAnalyser } from '../../platform/providers/analyser.ts'
import { circuitFactsOf } from '../../platform/providers/circuit-facts.ts'

const maxSourceBytes = 256 * 1024

/** OpenQASM source text, at most 256 KiB. */
export const Source = z
  .string()
  .min(1)
  .refine((text) => Buffer.byteLength(text) <= maxSourceBytes, {
    message: 'the program is larger than 256 KiB',
  })
  .meta({ maxLength: maxSourceBytes })

/** What the compiler finds in the program with these inputs, or where it is wrong: by line and column. */
export const readProgram = async (
  circuits: CircuitAnalyser,
  source: string,
  inputs: ProgramInputs,
): Promise<CircuitFacts | Rejection | Failure> => {
  const outcome = await circuits.analyse(source, { inputs })
  switch (outcome.kind) {
    case 'ok':
      return circuitFactsOf(outcome.facts)
    case 'invalid': {
      const { code, message, line, column } = outcome.diagnostic
      const pointer = code === 'QASM_INPUT' ? '/inputs' : '/source'
      const rejected = code === 'QASM_TOO_MANY_QUBITS' ? 'TOO_MANY_QUBITS' : 'INVALID_CIRCUIT'
      const detail = `line ${line}, column ${column}: ${message}`
      return reject(rejected, detail, [{ pointer, code, detail: message, line, column }])
    }
    case 'failed':
      return { code: 'UNAVAILABLE', detail: `The program could not be read: ${outcome.message}` }
  }
}
