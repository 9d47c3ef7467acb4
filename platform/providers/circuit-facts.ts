import type { CircuitFacts } from '../../domain/jobs/circuit-facts.ts'
import type { CircuitFacts as CompiledFacts } from './simulator/language/facts.ts'

/** What the hub goes by of what its compiler found. */
export const circuitFactsOf = (facts: CompiledFacts): CircuitFacts => {
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
  } = facts
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
