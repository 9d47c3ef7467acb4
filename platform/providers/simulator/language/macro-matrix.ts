import type { Unitary } from '../engine/unitary.ts'
import { unsupported, type Position } from './diagnostic.ts'
import type { GateInstruction } from './instructions.ts'

const applyTo = (
  re: Float64Array,
  im: Float64Array,
  instruction: GateInstruction,
  matrix: Unitary,
): void => {
  const { controls, values, targets } = instruction
  const offsets = Array.from({ length: 2 ** targets.length }, (_, index) =>
    targets.reduce(
      (sum, target, bit) => (((index >> bit) & 1) === 1 ? sum | (1 << target) : sum),
      0,
    ),
  )
  const all = offsets.at(-1) ?? 0
  for (let base = 0; base < re.length; base += 1) {
    if ((base & all) !== 0 || (base & controls) !== values) continue
    const before = offsets.map(
      (offset) => [re[base | offset] ?? 0, im[base | offset] ?? 0] as const,
    )
    offsets.forEach((offset, row) => {
      let sumRe = 0
      let sumIm = 0
      before.forEach(([aRe, aIm], column) => {
        const mRe = matrix.re[row * offsets.length + column] ?? 0
        const mIm = matrix.im[row * offsets.length + column] ?? 0
        sumRe += mRe * aRe - mIm * aIm
        sumIm += mRe * aIm + mIm * aRe
      })
      re[base | offset] = sumRe
      im[base | offset] = sumIm
    })
  }
}

/** The one matrix of a few gates on qubits 0 to `arity` - 1, column by column. */
export const combine = (
  arity: number,
  gates: readonly GateInstruction[],
  at: Position,
): Unitary => {
  const size = 2 ** arity
  const re = new Float64Array(size * size)
  const im = new Float64Array(size * size)
  for (let column = 0; column < size; column += 1) {
    const stateRe = new Float64Array(size)
    const stateIm = new Float64Array(size)
    stateRe[column] = 1
    for (const gate of gates) {
      if (typeof gate.matrix === 'function')
        return unsupported('a fractional power that depends on a measurement', at)
      applyTo(stateRe, stateIm, gate, gate.matrix)
    }
    for (let row = 0; row < size; row += 1) {
      re[row * size + column] = stateRe[row] ?? 0
      im[row * size + column] = stateIm[row] ?? 0
    }
  }
  return { arity, re, im }
}
