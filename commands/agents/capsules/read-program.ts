import type { DeclaredInput } from '../../../domain/catalog/version-report.ts'
import type { CircuitFacts } from '../../../domain/jobs/circuit-facts.ts'
import type { ProgramInputs } from '../../../domain/jobs/program-inputs.ts'
import { reject, type Rejection } from '../../../domain/shared/rejection.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import type { CircuitAnalyser } from '../../../platform/providers/analyser.ts'
import { circuitFactsOf } from '../../../platform/providers/circuit-facts.ts'

export type ReadProgram = {
  readonly facts: CircuitFacts
  readonly declared: readonly DeclaredInput[]
}

/** More are no program that people give inputs to. */
const mostDeclared = 200

/** What the compiler finds in the program, and what it asks to be given; or where it is wrong. */
export const readProgram = async (
  circuits: CircuitAnalyser,
  source: string,
  inputs: ProgramInputs,
): Promise<ReadProgram | Rejection | Failure> => {
  const outcome = await circuits.analyse(source, { inputs })
  switch (outcome.kind) {
    case 'ok': {
      const { inputs: declared } = outcome.facts
      if (declared.length > mostDeclared || declared.some(({ type }) => type.length > 40))
        return reject('INVALID_CIRCUIT', `a program has at most ${mostDeclared} inputs`)
      return {
        facts: circuitFactsOf(outcome.facts),
        declared: declared.map(({ name, type }) => ({ name, type })),
      }
    }
    case 'invalid': {
      const { code, message, line, column } = outcome.diagnostic
      const pointer = code === 'QASM_INPUT' ? '/inputs' : '/source'
      const rejected = code === 'QASM_TOO_MANY_QUBITS' ? 'TOO_MANY_QUBITS' : 'INVALID_CIRCUIT'
      const detail = `line ${line}, column ${column}: ${message}`
      return reject(rejected, detail, [{ pointer, code, detail: message, line, column }])
    }
    case 'failed':
      return { code: 'UNAVAILABLE', detail: `The program could not be read: ${outcome.message}` }
    default:
      return outcome satisfies never
  }
}
