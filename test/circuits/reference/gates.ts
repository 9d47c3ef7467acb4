/** [[a, b], [c, d]] as [re a, im a, re b, im b, re c, im c, re d, im d]. */
export type Matrix = readonly [number, number, number, number, number, number, number, number]
/** A unitary on one qubit, the last of those it is applied to, where all the others read 1. */
export type Gate = { readonly controls: number; readonly matrix: (...angles: number[]) => Matrix }

/** U(θ, φ, λ) of OpenQASM 2, up to a global phase: Rz(φ) Ry(θ) Rz(λ), phase of |0> taken as real. */
const u = (theta: number, phi: number, lambda: number): Matrix => {
  const [c, s] = [Math.cos(theta / 2), Math.sin(theta / 2)]
  return [
    c,
    0,
    -s * Math.cos(lambda),
    -s * Math.sin(lambda),
    s * Math.cos(phi),
    s * Math.sin(phi),
    c * Math.cos(phi + lambda),
    c * Math.sin(phi + lambda),
  ]
}

const { PI } = Math
const fixed = (controls: number, theta: number, phi: number, lambda: number): Gate => ({
  controls,
  matrix: () => u(theta, phi, lambda),
})

/** What QASMBench uses of qelib1.inc, each written down from its definition there. */
export const gates: Readonly<Record<string, Gate>> = {
  x: fixed(0, PI, 0, PI),
  y: fixed(0, PI, PI / 2, PI / 2),
  z: fixed(0, 0, 0, PI),
  h: fixed(0, PI / 2, 0, PI),
  s: fixed(0, 0, 0, PI / 2),
  sdg: fixed(0, 0, 0, -PI / 2),
  t: fixed(0, 0, 0, PI / 4),
  tdg: fixed(0, 0, 0, -PI / 4),
  sx: fixed(0, PI / 2, -PI / 2, PI / 2),
  id: fixed(0, 0, 0, 0),
  u1: { controls: 0, matrix: (lambda = 0) => u(0, 0, lambda) },
  u2: { controls: 0, matrix: (phi = 0, lambda = 0) => u(PI / 2, phi, lambda) },
  u3: { controls: 0, matrix: (theta = 0, phi = 0, lambda = 0) => u(theta, phi, lambda) },
  rx: { controls: 0, matrix: (theta = 0) => u(theta, -PI / 2, PI / 2) },
  ry: { controls: 0, matrix: (theta = 0) => u(theta, 0, 0) },
  // Without controls its global phase shows nowhere.
  rz: { controls: 0, matrix: (phi = 0) => u(0, 0, phi) },
  cx: fixed(1, PI, 0, PI),
  cz: fixed(1, 0, 0, PI),
  cu1: { controls: 1, matrix: (lambda = 0) => u(0, 0, lambda) },
  ccx: fixed(2, PI, 0, PI),
}
