import { z } from 'zod'

const count = z.int().min(0)

/** Qubits that interact, and in how many gates on both. */
export const Pair = z.strictObject({ qubits: z.tuple([count, count]), gates: count })
export type Pair = z.output<typeof Pair>

/** What a device's errors are counted over: the circuit in gates on one qubit and CX, where that can be told. */
export const CircuitProfile = z.strictObject({
  version: z.enum(['2.0', '3.0']),
  qubits: count,
  clbits: count,
  depth: count,
  /** Of gates on two qubits and more alone. */
  twoQubitDepth: count,
  /** Measurements steer it, or are followed by further use of their qubits. */
  dynamic: z.boolean(),
  tCount: count,
  /** Gates whose number of T gates depends on the precision. */
  rotations: count,
  byGate: z.record(z.string().max(200), count),
  oneQubitGates: count,
  /** As they are billed: a gate on N > 2 qubits counts as 6 (N - 2). */
  twoQubitGates: count,
  inCx: z
    .strictObject({
      /** Gates by qubit. */
      oneQubit: z.array(count).max(64),
      pairs: z.array(Pair).max(4096),
      depth: count,
      twoQubitDepth: count,
      /** Readings by qubit. */
      measured: z.array(count).max(64),
      /** Gates on three qubits and more that have no textbook form here; they are not in the counts. */
      wide: count,
    })
    .exactOptional(),
  /** What could not be counted, and why. */
  limits: z.array(z.string().max(300)).max(8),
})
export type CircuitProfile = z.output<typeof CircuitProfile>
