import type { Instruction } from '../language/instructions.ts'

const maskOf = (targets: readonly number[], controls: number): number =>
  targets.reduce((mask, target) => mask | (1 << target), controls)

/**
 * Where the straight end of a program begins: from there on no qubit is used after it was measured and nothing
 * quantum depends on a measurement, so that one pass and sampling give what repeated runs would.
 */
export const tailStart = (instructions: readonly Instruction[]): number => {
  let used = 0
  for (let index = instructions.length - 1; index >= 0; index -= 1) {
    const instruction = instructions[index]
    switch (instruction?.op) {
      case 'gate':
        if (typeof instruction.matrix === 'function') return index + 1
        used |= maskOf(instruction.targets, instruction.controls)
        break
      case 'measure':
        if ((used & (1 << instruction.qubit)) !== 0) return index + 1
        break
      case 'barrier':
      case 'assign':
        break
      case 'reset':
      case 'unless':
      case 'jump':
      case 'end':
      case undefined:
        return index + 1
      default:
        instruction satisfies never
    }
  }
  return 0
}
