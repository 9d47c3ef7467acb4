import type { Ir, VersionManifest } from '../../domain/catalog/version-manifest.ts'
import type { DeclaredInput, VersionReport } from '../../domain/catalog/version-report.ts'
import type { PhysicalEstimator } from '../estimates/physical.ts'
import { circuitFactsOf } from '../providers/circuit-facts.ts'
import { programHashOf } from '../providers/program-hash.ts'
import type { Simulator } from '../providers/simulator/simulator.ts'
import type { SchemaJudge } from '../schemas/judge.ts'
import { checkExamples } from './check-examples.ts'
import { checkSchema } from './check-schema.ts'
import { estimateOf } from './estimate.ts'
import type { ProgramLibrary } from './program-library.ts'
import { createFindings, diagnosticIssue, issue } from './report.ts'
import { runInputsOf } from './run-inputs.ts'
import { trialsOf } from './trials.ts'

/** What is checked before a version may be released. */
export type VersionCandidate = Pick<
  VersionManifest,
  'qubits' | 'inputSchema' | 'outputSchema' | 'examples'
> & { readonly ir: Ir }

/**
 * Checks what a seller wants to release: the program compiles and fits the qubits that are stated, its schemas are JSON
 * Schema that is safe to apply, and each example is accepted by them and runs on the simulator. Throws only when the hub
 * itself could not do it (storage or simulator away): then nothing is known of the version.
 */
export type VersionChecker = (candidate: VersionCandidate) => Promise<VersionReport>

export type CheckerDeps = {
  readonly simulator: Pick<Simulator, 'analyse' | 'run'>
  readonly schemas: Pick<SchemaJudge, 'judge'>
  readonly estimator: Pick<PhysicalEstimator, 'estimate'>
  readonly programs: ProgramLibrary
}

/** What a report can hold. */
const mostInputs = 200
const longestName = 200

const areReportable = (inputs: readonly DeclaredInput[]): boolean =>
  inputs.length <= mostInputs &&
  inputs.every(({ name, type }) => name.length <= longestName && type.length <= 40)

export const createVersionChecker =
  (deps: CheckerDeps): VersionChecker =>
  async (candidate) => {
    const findings = createFindings()
    const { ir, qubits, examples } = candidate
    const schemasHold = await checkSchema(deps, candidate, findings)

    const program = await deps.programs.programOf(ir)
    if (program.kind === 'refused') {
      findings.failed('PACKAGE', [issue('/ir', program.code, program.detail)])
      return findings.report({})
    }
    if (ir.kind === 'PACKAGE') findings.passed('PACKAGE', 'the package holds a program')
    const { source } = program

    const trials = trialsOf(examples)
    const [first] = trials
    const bound = runInputsOf(first.inputs)
    const inputs = bound.kind === 'inputs' ? bound.inputs : {}
    const analysed = await deps.simulator.analyse(source, { inputs })
    if (analysed.kind === 'failed') throw new Error(`not analysed: ${analysed.message}`)
    const programHash = programHashOf(source)
    if (analysed.kind === 'invalid') {
      findings.failed('PARSE', [diagnosticIssue(analysed.diagnostic, first.example)])
      return findings.report({ programHash })
    }
    const { facts } = analysed
    if (!areReportable(facts.inputs)) {
      const detail = `at most ${mostInputs} inputs, of names with at most ${longestName} characters`
      findings.failed('PARSE', [issue('/ir/source', 'QASM_INPUT', detail)])
      return findings.report({ programHash })
    }
    findings.passed('PARSE', `OpenQASM ${facts.version}`)
    if (facts.qubits <= qubits)
      findings.passed('QUBITS', `${facts.qubits} of the ${qubits} that are stated`)
    else {
      const detail = `the program has ${facts.qubits} qubits; ${qubits} are stated`
      findings.failed('QUBITS', [issue('/qubits', 'TOO_MANY_QUBITS', detail)])
    }
    await checkExamples(deps, candidate, { source, trials, schemasHold }, findings)
    const estimate = await estimateOf(deps.estimator, source, facts, inputs, findings)
    return findings.report({
      programHash,
      inputs: facts.inputs.map(({ name, type }) => ({ name, type })),
      circuit: circuitFactsOf(facts),
      estimate,
    })
  }
