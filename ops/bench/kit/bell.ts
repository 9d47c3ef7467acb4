import { readFileSync } from 'node:fs'

/** The circuit of the demo: two entangled qubits. */
export const bell = readFileSync(new URL('../../demo/circuits/bell.qasm', import.meta.url), 'utf8')
