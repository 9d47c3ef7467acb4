import type { ResourceEstimate } from '../../domain/catalog/version-report.ts'
import type { ProgramInputs } from '../../domain/jobs/program-inputs.ts'
import { withInputsWritten } from '../estimates/bind-inputs.ts'
import type { PhysicalEstimator } from '../estimates/physical.ts'
import type { CircuitFacts } from '../providers/simulator/language/facts.ts'
import type { Findings } from './report.ts'

/** Beyond so many operations the estimator is not asked: it would not be done in time. */
const largestForEstimator = 100_000

const countedIn = (facts: CircuitFacts): Omit<ResourceEstimate, 'physical'> => {
  const { qubits, clbits, depth, twoQubitDepth, gateCounts, tCount, rotations } = facts
  return {
    qubits,
    clbits,
    depth,
    twoQubitDepth,
    oneQubitGates: gateCounts.oneQubit,
    twoQubitGates: gateCounts.twoQubit,
    multiQubitGates: gateCounts.multiQubit.reduce((sum, { count }) => sum + count, 0),
    measurements: gateCounts.measurements,
    resets: gateCounts.resets,
    gates: facts.byGate,
    tCount,
    rotations,
  }
}

/** What one run takes: counted by the compiler, and for an error-corrected machine by Q#'s estimator, if it can. */
export const estimateOf = async (
  estimator: Pick<PhysicalEstimator, 'estimate'>,
  source: string,
  facts: CircuitFacts,
  inputs: ProgramInputs,
  findings: Findings,
): Promise<ResourceEstimate> => {
  const counted = countedIn(facts)
  const operations = Object.values(facts.byGate).reduce((sum, count) => sum + count, 0)
  if (operations > largestForEstimator) {
    findings.skipped('PHYSICAL_ESTIMATE', `more than ${largestForEstimator} gates`)
    return counted
  }
  const answer = await estimator.estimate(withInputsWritten(source, facts.inputs, inputs))
  if (answer.kind === 'none') {
    findings.skipped('PHYSICAL_ESTIMATE', answer.reason)
    return counted
  }
  const { estimate: physical } = answer
  findings.passed('PHYSICAL_ESTIMATE', `${physical.physicalQubits} physical qubits`)
  return { ...counted, physical }
}
