import type { CircuitFacts } from './circuit-facts.ts'

/** Between two shots a superconducting device waits about this long for its qubits to relax (IBM's default delay). */
const secondsBetweenShots = 250e-6
/** A layer of gates, taken generously: two-qubit gates last 0.03–0.6 µs on today's superconducting devices. */
const secondsPerLayer = 0.5e-6

/** Seconds a device is expected to be busy. An estimate for quotes and queues; the bill follows the measurement. */
export const estimateSeconds = (facts: CircuitFacts, shots: number): number =>
  Math.ceil(shots * (secondsBetweenShots + facts.depth * secondsPerLayer) * 1e6) / 1e6
