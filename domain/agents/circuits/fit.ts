import { z } from 'zod'

const probability = z.number().min(0).max(1)
const qubit = z.int().min(0)

/** A circuit on a device: what goes wrong there, by the errors that were measured of its qubits and couplings. */
export const Fit = z.strictObject({
  /** Where the circuit's qubits lie: as they are numbered, or where the errors were found to be least. */
  placement: z.enum(['AS_NUMBERED', 'CHOSEN']),
  /** The device's qubit of each of the circuit's. */
  layout: z.array(qubit).max(64),
  /** Gates on two qubits, in CX, those of the swaps between qubits that are not coupled with them. */
  twoQubitGates: z.int().min(0),
  swaps: z.int().min(0),
  /** Probabilities that a shot goes wrong in its gates, in its readings, and that it does in neither. */
  gateError: probability,
  readoutError: probability,
  success: probability,
  /** Microseconds of one shot's gates; absent where no durations were measured. */
  durationUs: z.number().min(0).exactOptional(),
  /** That, over the shortest T1 and T2 of the qubits in use. */
  overT1: z.number().min(0).exactOptional(),
  overT2: z.number().min(0).exactOptional(),
  /** Where most is lost, the worst first; `lost` is the share of shots that go wrong there. */
  worst: z
    .array(
      z.strictObject({
        deviceQubits: z.array(qubit).max(2),
        gates: z.int().min(0),
        lost: probability,
      }),
    )
    .max(5),
})
export type Fit = z.output<typeof Fit>
