import { z } from 'zod'
import { CircuitFacts } from '../jobs/circuit-facts.ts'
import { Sha256 } from '../shared/values.ts'

const Count = z.int().min(0)

/** What a version's validation looks at. Only PHYSICAL_ESTIMATE never fails. */
export const VersionCheck = z.enum([
  'PACKAGE',
  'PARSE',
  'QUBITS',
  'INPUT_SCHEMA',
  'OUTPUT_SCHEMA',
  'EXAMPLES',
  'SIMULATION',
  'PHYSICAL_ESTIMATE',
])
export type VersionCheck = z.output<typeof VersionCheck>

/** What an error-corrected machine would need, by the Azure Quantum resource estimator that comes with Q#. */
export const PhysicalEstimate = z.strictObject({
  estimator: z.string().max(80),
  qubitModel: z.string().max(80),
  errorCorrection: z.string().max(80),
  errorBudget: z.number().min(0).max(1),
  physicalQubits: Count,
  logicalQubits: Count,
  codeDistance: Count,
  tStates: Count,
  tFactories: Count,
  /** Nanoseconds. */
  runtimeNs: Count,
})
export type PhysicalEstimate = z.output<typeof PhysicalEstimate>

/** What it takes to run a circuit once: counted, and for an error-corrected machine estimated. */
export const ResourceEstimate = z.strictObject({
  qubits: Count,
  clbits: Count,
  /** Longest chain of gates, measurements and resets on shared qubits. */
  depth: Count,
  /** Longest chain of gates on two qubits or more. */
  twoQubitDepth: Count,
  oneQubitGates: Count,
  twoQubitGates: Count,
  multiQubitGates: Count,
  measurements: Count,
  resets: Count,
  /** How often each gate stands in the program, by name. */
  gates: z.record(z.string().max(200), Count),
  /** T and T† gates, also those that rotations by odd multiples of π/4 are. */
  tCount: Count,
  /** Rotations by no multiple of π/4: how many T gates they take depends on the precision. */
  rotations: Count,
  /** Absent when there is no estimate for the program; the check PHYSICAL_ESTIMATE says why. */
  physical: PhysicalEstimate.exactOptional(),
})
export type ResourceEstimate = z.output<typeof ResourceEstimate>

/** Where (JSON pointer into the version; line and column in its program) and what is wrong. */
export const VersionIssue = z.strictObject({
  pointer: z.string().max(500),
  code: z.string().min(1).max(80),
  detail: z.string().max(2000),
  line: z.int().min(1).exactOptional(),
  column: z.int().min(1).exactOptional(),
})
export type VersionIssue = z.output<typeof VersionIssue>

/** An `input` declaration of the program. */
export const DeclaredInput = z.strictObject({
  name: z.string().max(200),
  type: z.string().max(40),
})
export type DeclaredInput = z.output<typeof DeclaredInput>

/** What validation found. `accepted` is true when no check failed. */
export const VersionReport = z.strictObject({
  accepted: z.boolean(),
  checks: z
    .array(
      z.strictObject({
        check: VersionCheck,
        outcome: z.enum(['PASSED', 'FAILED', 'SKIPPED']),
        detail: z.string().max(2000),
      }),
    )
    .max(20),
  issues: z.array(VersionIssue).max(100),
  /** What the program is to be given for a run. */
  inputs: z.array(DeclaredInput).max(200),
  /** SHA-256 of the program; absent when none was found. */
  programHash: Sha256.exactOptional(),
  /** Of the program with the first example's inputs. */
  circuit: CircuitFacts.exactOptional(),
  estimate: ResourceEstimate.exactOptional(),
})
export type VersionReport = z.output<typeof VersionReport>
