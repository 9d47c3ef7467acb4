import {
  diagonal1,
  gateS,
  gateSdg,
  gateT,
  gateTdg,
  hadamard,
  identity,
  ising,
  pauliX,
  pauliY,
  pauliZ,
  phase,
  rotation,
  sqrtX,
  adjoint,
  swap,
  type Unitary,
} from '../engine/unitary.ts'

/** A gate that the engine applies as one matrix, after `controls` leading control qubits. */
export type BuiltinGate = {
  readonly name: string
  readonly params: number
  readonly controls: number
  readonly targets: number
  readonly matrix: (params: readonly number[]) => Unitary
}

type Params = readonly [number, number, number, number]
type Matrix = Unitary | ((...params: Params) => Unitary)

const gate = (
  name: string,
  params: number,
  controls: number,
  targets: number,
  matrix: Matrix,
): BuiltinGate => ({
  name,
  params,
  controls,
  targets,
  matrix:
    typeof matrix === 'function'
      ? ([a = 0, b = 0, c = 0, d = 0]) => matrix(a, b, c, d)
      : () => matrix,
})

const idle = identity(1)
const sqrtXdg = adjoint(sqrtX)
const shift = (angle: number): Unitary => diagonal1(0, angle)
const rx = (theta: number): Unitary => rotation(theta, -Math.PI / 2, Math.PI / 2, 0)
const ry = (theta: number): Unitary => rotation(theta, 0, 0, 0)
const rz = (angle: number): Unitary => diagonal1(-angle / 2, angle / 2)
const u3 = (theta: number, phi: number, lambda: number): Unitary => rotation(theta, phi, lambda, 0)
/** With the phase that stdgates.inc gives u2 and u3, which is felt under a control only. */
const balanced = (theta: number, phi: number, lambda: number): Unitary =>
  rotation(theta, phi, lambda, -(phi + lambda) / 2)

const named = (gates: readonly BuiltinGate[]): ReadonlyMap<string, BuiltinGate> =>
  new Map(gates.map((entry) => [entry.name, entry]))

const shared = [
  gate('x', 0, 0, 1, pauliX),
  gate('y', 0, 0, 1, pauliY),
  gate('z', 0, 0, 1, pauliZ),
  gate('h', 0, 0, 1, hadamard),
  gate('s', 0, 0, 1, gateS),
  gate('sdg', 0, 0, 1, gateSdg),
  gate('t', 0, 0, 1, gateT),
  gate('tdg', 0, 0, 1, gateTdg),
  gate('sx', 0, 0, 1, sqrtX),
  gate('id', 0, 0, 1, idle),
  gate('p', 1, 0, 1, shift),
  gate('u1', 1, 0, 1, shift),
  gate('rx', 1, 0, 1, rx),
  gate('ry', 1, 0, 1, ry),
  gate('rz', 1, 0, 1, rz),
  gate('cx', 0, 1, 1, pauliX),
  gate('cy', 0, 1, 1, pauliY),
  gate('cz', 0, 1, 1, pauliZ),
  gate('ch', 0, 1, 1, hadamard),
  gate('cp', 1, 1, 1, shift),
  gate('crx', 1, 1, 1, rx),
  gate('cry', 1, 1, 1, ry),
  gate('crz', 1, 1, 1, rz),
  gate('cu', 4, 1, 1, (theta, phi, lambda, gamma) => rotation(theta, phi, lambda, gamma)),
  gate('swap', 0, 0, 2, swap),
  gate('ccx', 0, 2, 1, pauliX),
  gate('cswap', 0, 1, 2, swap),
]

/** OpenQASM 3's own gates. Its U carries the phase e^iθ/2, so that U(π, 0, π) is i X. */
export const core3 = named([
  gate('U', 3, 0, 1, (theta, phi, lambda) => rotation(theta, phi, lambda, theta / 2)),
  gate('gphase', 1, 0, 0, phase),
])

export const core2 = named([gate('U', 3, 0, 1, u3), gate('CX', 0, 1, 1, pauliX)])

/** stdgates.inc of the OpenQASM 3.0 specification. */
export const stdgates = named([
  ...shared,
  gate('CX', 0, 1, 1, pauliX),
  gate('phase', 1, 0, 1, shift),
  gate('cphase', 1, 1, 1, shift),
  gate('u2', 2, 0, 1, (phi, lambda) => balanced(Math.PI / 2, phi, lambda)),
  gate('u3', 3, 0, 1, balanced),
])

/** qelib1.inc as it stands today: the paper's gates and those that Qiskit added since. */
export const qelib1 = named([
  ...shared,
  gate('u0', 1, 0, 1, idle),
  gate('u2', 2, 0, 1, (phi, lambda) => u3(Math.PI / 2, phi, lambda)),
  gate('u3', 3, 0, 1, u3),
  gate('u', 3, 0, 1, u3),
  gate('sxdg', 0, 0, 1, sqrtXdg),
  gate('csx', 0, 1, 1, sqrtX),
  gate('cu1', 1, 1, 1, shift),
  gate('cu3', 3, 1, 1, u3),
  gate('rxx', 1, 0, 2, (theta) => ising('x', theta)),
  gate('rzz', 1, 0, 2, (theta) => ising('z', theta)),
  gate('c3x', 0, 3, 1, pauliX),
  gate('c3sqrtx', 0, 3, 1, sqrtX),
  gate('c4x', 0, 4, 1, pauliX),
])

export const libraries: ReadonlyMap<string, ReadonlyMap<string, BuiltinGate>> = new Map([
  ['stdgates.inc', stdgates],
  ['qelib1.inc', qelib1],
])
