import type { Submission } from '../../platform/providers/port.ts'

/** Long enough to be caught in the middle, short enough to be done again. */
const program = `OPENQASM 3.0;
include "stdgates.inc";
qubit[16] q;
bit[16] c;
for int i in [0:24] { h q; t q; }
c = measure q;
`

export const interruptedRun = (clientToken: string): Submission => ({
  clientToken,
  program,
  shots: 500,
  seed: `seed of ${clientToken}`,
  device: { deviceId: 'd', qubits: 20, maxShots: 1000 },
  noise: false,
  deadlineMs: 120_000,
})
