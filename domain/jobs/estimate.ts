import type { CircuitFacts } from './circuit-facts.ts'

/** Between two shots a superconducting device waits about this long for its qubits to relax (IBM's default delay). */
const microsecondsBetweenShots = 250
/** A layer of gates, taken generously: two-qubit gates last 0.03–0.6 µs on today's superconducting devices. */
const microsecondsPerLayer = 0.5

/** Seconds a device is expected to be busy. An estimate for quotes and queues; the bill follows the measurement. */
export const estimateSeconds = (facts: CircuitFacts, shots: number): number =>
  Math.ceil(shots * (microsecondsBetweenShots + facts.depth * microsecondsPerLayer)) / 1e6
