import { applyMatrix } from '../providers/simulator/engine/kernels.ts'
import { createRandom } from '../providers/simulator/engine/random.ts'
import {
  collapse,
  copyState,
  createState,
  probabilityOfOne,
  type State,
} from '../providers/simulator/engine/state.ts'
import { tailStart } from '../providers/simulator/engine/tail.ts'
import { pauliX, rotation } from '../providers/simulator/engine/unitary.ts'
import type { CompiledProgram, Instruction } from '../providers/simulator/language/instructions.ts'
import type { Memory } from '../providers/simulator/language/values.ts'

/** From where two programs were compared: every run's own beginning, or a state that tells all gates apart. */
export type Beginning = 'GROUND_STATE' | 'RANDOM_PRODUCT_STATE'

export type Comparison =
  /** `distance`: the largest norm of a difference of final states, brought to the same phase. */
  | { readonly kind: 'compared'; readonly distance: number; readonly branches: number }
  | { readonly kind: 'different'; readonly reason: string }
  | { readonly kind: 'too-many-branches' }

const mostBranches = 4096

type Side = {
  readonly program: CompiledProgram
  readonly tail: number
  readonly state: State
  readonly memory: Memory
  readonly at: number
}

class Different extends Error {
  override readonly name = 'Different'
}
class TooMany extends Error {
  override readonly name = 'TooMany'
}

const distanceOf = (first: State, second: State): number => {
  let [re, im] = [0, 0]
  for (let index = 0; index < first.re.length; index += 1) {
    const [a, b] = [first.re[index] ?? 0, first.im[index] ?? 0]
    const [c, d] = [second.re[index] ?? 0, second.im[index] ?? 0]
    re += a * c + b * d
    im += b * c - a * d
  }
  const overlap = Math.hypot(re, im)
  const [phaseRe, phaseIm] = overlap === 0 ? [1, 0] : [re / overlap, im / overlap]
  let sum = 0
  for (let index = 0; index < first.re.length; index += 1) {
    const [c, d] = [second.re[index] ?? 0, second.im[index] ?? 0]
    const x = (first.re[index] ?? 0) - (c * phaseRe - d * phaseIm)
    const y = (first.im[index] ?? 0) - (c * phaseIm + d * phaseRe)
    sum += x * x + y * y
  }
  return Math.sqrt(sum)
}

const applyGate = ({ state, memory }: Side, gate: Extract<Instruction, { op: 'gate' }>): void => {
  const matrix = typeof gate.matrix === 'function' ? gate.matrix(memory) : gate.matrix
  applyMatrix(state, gate.controls, gate.values, gate.targets, matrix)
}

/** Goes on to the next measurement, reset or end. */
const advance = (side: Side): Side => {
  const { instructions } = side.program
  let { at } = side
  for (;;) {
    const instruction = instructions[at]
    if (instruction === undefined) return { ...side, at }
    switch (instruction.op) {
      case 'gate':
        applyGate(side, instruction)
        at += 1
        break
      case 'assign':
        instruction.run(side.memory)
        at += 1
        break
      case 'barrier':
        at += 1
        break
      case 'unless':
        at = instruction.condition(side.memory) ? at + 1 : instruction.to
        break
      case 'jump':
        at = instruction.to
        break
      case 'end':
        return { ...side, at: instructions.length }
      case 'reset':
        // What is in |0> already is not observed by it.
        if (probabilityOfOne(side.state, instruction.qubit) > 0) return { ...side, at }
        at += 1
        break
      case 'measure':
        return { ...side, at }
      default:
        return instruction satisfies never
    }
  }
}

/** What the straight end measures, as text, after its gates were applied. */
const finish = (side: Side): string => {
  const { instructions } = side.program
  const read: string[] = []
  for (let at = side.at; at < instructions.length; at += 1) {
    const instruction = instructions[at]
    if (instruction?.op === 'gate') applyGate(side, instruction)
    if (instruction?.op === 'measure')
      read.push(`${String(instruction.qubit)}>${String(instruction.bit)}`)
  }
  return read.join(' ')
}

const copyOf = (side: Side): Side => {
  const state = createState(side.state.qubits)
  copyState(side.state, state)
  const { bits, cells } = side.memory
  return { ...side, state, memory: { bits: bits.slice(), cells: [...cells] } }
}

const observed = (side: Side, instruction: Instruction, outcome: 0 | 1, p: number): Side => {
  if (instruction.op !== 'measure' && instruction.op !== 'reset') return side
  collapse(side.state, instruction.qubit, outcome, p)
  if (instruction.op === 'measure') side.memory.bits[instruction.bit] = outcome
  else if (outcome === 1) applyMatrix(side.state, 0, 0, [instruction.qubit], pauliX)
  return { ...side, at: side.at + 1 }
}

const describe = (instruction: Instruction | undefined): string => {
  if (instruction?.op === 'measure')
    return `measure ${String(instruction.qubit)} > ${String(instruction.bit)}`
  return instruction?.op === 'reset' ? `reset ${String(instruction.qubit)}` : 'end'
}

/** Follows both through every outcome of their measurements; answers the largest distance at an end. */
const follow = (one: Side, other: Side, branches: { left: number }): number => {
  const [first, second] = [advance(one), advance(other)]
  if (first.at >= first.tail && second.at >= second.tail) {
    branches.left -= 1
    if (branches.left < 0) throw new TooMany('more ways through the program than are followed')
    const [read, again] = [finish(first), finish(second)]
    if (read !== again) throw new Different(`one measures ${read}, the other ${again}`)
    return distanceOf(first.state, second.state)
  }
  const instruction = first.program.instructions[first.at]
  const counterpart = second.program.instructions[second.at]
  const [event, its] = [describe(instruction), describe(counterpart)]
  if (event !== its || instruction === undefined || counterpart === undefined)
    throw new Different(`one goes on with ${event}, the other with ${its}`)
  if (instruction.op !== 'measure' && instruction.op !== 'reset')
    throw new Different('one has ended before the other')
  const p = probabilityOfOne(first.state, instruction.qubit)
  const q = probabilityOfOne(second.state, instruction.qubit)
  let worst = Math.abs(p - q)
  for (const outcome of [0, 1] as const) {
    const [chance, its] = outcome === 1 ? [p, q] : [1 - p, 1 - q]
    if (chance < 1e-12 || its < 1e-12) continue
    worst = Math.max(
      worst,
      follow(
        observed(copyOf(first), instruction, outcome, chance),
        observed(copyOf(second), counterpart, outcome, its),
        branches,
      ),
    )
  }
  return worst
}

const begin = (program: CompiledProgram, beginning: Beginning): Side => {
  const state = createState(program.qubits)
  if (beginning === 'RANDOM_PRODUCT_STATE') {
    const random = createRandom('equivalence')
    for (let qubit = 0; qubit < program.qubits; qubit += 1) {
      const [theta, phi, lambda] = [random(), random(), random()].map((x) => 2 * Math.PI * x)
      applyMatrix(state, 0, 0, [qubit], rotation(theta ?? 0, phi ?? 0, lambda ?? 0, 0))
    }
  }
  const memory: Memory = { bits: new Uint8Array(program.memoryBits), cells: [] }
  return { program, tail: tailStart(program.instructions), state, memory, at: 0 }
}

/**
 * Runs two programs side by side on the simulator's engine, through every outcome of what they measure on their way, and
 * compares the states in which they end. A random product state goes into no eigenspace by chance, so that programs
 * without resets that agree on it agree everywhere.
 */
export const compare = (
  first: CompiledProgram,
  second: CompiledProgram,
  beginning: Beginning,
): Comparison => {
  if (first.qubits !== second.qubits)
    return { kind: 'different', reason: 'they have not as many qubits' }
  const branches = { left: mostBranches }
  try {
    const distance = follow(begin(first, beginning), begin(second, beginning), branches)
    return { kind: 'compared', distance, branches: mostBranches - branches.left }
  } catch (error) {
    if (error instanceof Different) return { kind: 'different', reason: error.message }
    if (error instanceof TooMany) return { kind: 'too-many-branches' }
    throw error
  }
}
