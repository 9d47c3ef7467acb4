import type { CompiledProgram, GateInstruction } from '../language/instructions.ts'
import type { Memory } from '../language/values.ts'
import { applyMatrix } from './kernels.ts'
import type { NoiseModel } from './noise.ts'
import { drawErrors, type PauliError } from './pauli-errors.ts'
import { binomial, type Random } from './random.ts'
import { sampleTail } from './sample-tail.ts'
import {
  collapse,
  copyState,
  createState,
  probabilityOfOne,
  setToZero,
  stateBytes,
  type State,
} from './state.ts'
import { tailStart } from './tail.ts'
import { createTally, type Tally } from './tally.ts'
import { pauliX } from './unitary.ts'

export type ExecutionLimits = {
  /** Bytes that state vectors may take at one time. */
  readonly stateBytes: number
  /** Times that one shot may go round loops whose end a measurement decides. */
  readonly loopTurns: number
}

export const defaultExecutionLimits: ExecutionLimits = { stateBytes: 2 ** 30, loopTurns: 100_000 }

/** What the engine refuses while it runs. */
export class ExecutionError extends Error {
  override readonly name = 'ExecutionError'
  readonly code: 'QASM_LOOP_LIMIT' | 'QASM_TOO_MANY_QUBITS'
  constructor(code: ExecutionError['code'], message: string) {
    super(message)
    this.code = code
  }
}

/** A bundle of shots that have gone the same way so far. */
type Path = {
  readonly state: State
  readonly memory: Memory
  readonly shots: number
  readonly at: number
  readonly turns: number
  /** Where the path entered the straight end of the program. */
  readonly tailFrom: number
}

type Part = { readonly shots: number; readonly enter: (path: Path) => Path }

const copyMemory = ({ bits, cells }: Memory): Memory => ({ bits: bits.slice(), cells: [...cells] })

/**
 * Executes `shots` shots. All shots go together until a measurement, a reset or an error tells them apart; then each
 * part goes on with its own copy of the state. Going down the smaller parts first keeps at most log2(shots) copies.
 */
export const execute = (
  program: CompiledProgram,
  shots: number,
  random: Random,
  noise?: NoiseModel,
  limits: ExecutionLimits = defaultExecutionLimits,
): Tally => {
  const { instructions, qubits } = program
  const states = Math.floor(limits.stateBytes / stateBytes(qubits))
  if (states < 1)
    throw new ExecutionError('QASM_TOO_MANY_QUBITS', `${qubits} qubits do not fit into memory`)
  const tail = tailStart(instructions)
  const tally = createTally(program.registers)
  const errors = instructions.map((instruction) =>
    noise !== undefined && instruction.op === 'gate' ? noise.gateError(instruction) : 0,
  )
  const spare: State[] = []

  /** Goes on with each part: copies for the smaller ones, the path's own state for the largest, which is returned. */
  const split = (path: Path, parts: readonly Part[]): Path => {
    const ordered = parts.filter((part) => part.shots > 0).sort((a, b) => a.shots - b.shots)
    const largest = ordered.pop()
    for (const part of ordered) {
      const state = spare.pop() ?? createState(qubits)
      copyState(path.state, state)
      follow(part.enter({ ...path, state, memory: copyMemory(path.memory), shots: part.shots }))
      spare.push(state)
    }
    return largest === undefined ? path : largest.enter({ ...path, shots: largest.shots })
  }

  const applyGate = (path: Path, gate: GateInstruction): Path => {
    const { state, memory } = path
    const matrix = typeof gate.matrix === 'function' ? gate.matrix(memory) : gate.matrix
    applyMatrix(state, gate.controls, gate.values, gate.targets, matrix)
    const next = { ...path, at: path.at + 1 }
    const groups = drawErrors(random, path.shots, errors[path.at] ?? 0, gate)
    if (groups.length === 0) return next
    const wrong = groups.reduce((sum, group) => sum + group.shots, 0)
    const enter =
      (error: PauliError) =>
      (part: Path): Path => {
        for (const { qubit, matrix: pauli } of error) applyMatrix(part.state, 0, 0, [qubit], pauli)
        return part
      }
    return split(next, [
      { shots: path.shots - wrong, enter: (part) => part },
      ...groups.map((group) => ({ shots: group.shots, enter: enter(group.error) })),
    ])
  }

  /** Splits a path by what `qubit` reads; `after` says what follows from the reading. */
  const observe = (
    path: Path,
    qubit: number,
    after: (path: Path, outcome: 0 | 1) => Path,
  ): Path => {
    const p = probabilityOfOne(path.state, qubit)
    const ones = binomial(random, path.shots, p)
    const part = (outcome: 0 | 1): Part => ({
      shots: outcome === 1 ? ones : path.shots - ones,
      enter: (own) => {
        collapse(own.state, qubit, outcome, outcome === 1 ? p : 1 - p)
        return after({ ...own, at: path.at + 1 }, outcome)
      },
    })
    return split(path, [part(0), part(1)])
  }

  const write = (path: Path, bit: number, value: number): Path => {
    path.memory.bits[bit] = value
    return path
  }

  const measure = (path: Path, qubit: number, bit: number): Path =>
    observe(path, qubit, (seen, outcome) => {
      const misread = binomial(random, seen.shots, noise?.readoutError(qubit, outcome) ?? 0)
      return split(seen, [
        { shots: seen.shots - misread, enter: (part) => write(part, bit, outcome) },
        { shots: misread, enter: (part) => write(part, bit, 1 - outcome) },
      ])
    })

  const reset = (path: Path, qubit: number): Path =>
    observe(path, qubit, (seen, outcome) => {
      if (outcome === 1) applyMatrix(seen.state, 0, 0, [qubit], pauliX)
      return seen
    })

  const jump = (path: Path, to: number): Path => {
    const turns = to <= path.at ? path.turns + 1 : path.turns
    if (turns > limits.loopTurns) {
      throw new ExecutionError(
        'QASM_LOOP_LIMIT',
        `a loop went round more than ${limits.loopTurns} times`,
      )
    }
    return { ...path, at: to, turns }
  }

  const advance = (path: Path): Path | undefined => {
    const instruction = instructions[path.at]
    const next = { ...path, at: path.at + 1 }
    switch (instruction?.op) {
      case 'gate':
        return applyGate(path, instruction)
      case 'measure':
        return path.at >= tail ? next : measure(path, instruction.qubit, instruction.bit)
      case 'reset':
        return reset(path, instruction.qubit)
      case 'assign':
        if (path.at < tail) instruction.run(path.memory)
        return next
      case 'unless':
        return instruction.condition(path.memory) ? next : jump(path, instruction.to)
      case 'jump':
        return jump(path, instruction.to)
      case 'barrier':
        return next
      case 'end':
      case undefined:
        return undefined
      default:
        return instruction satisfies never
    }
  }

  const follow = (start: Path): void => {
    let path = start
    for (;;) {
      if (path.at >= tail && path.tailFrom < 0) path = { ...path, tailFrom: path.at }
      const next = advance(path)
      if (next === undefined) break
      path = next
    }
    // A path that met `end` never reached the tail: its memory is final.
    if (path.tailFrom < 0) tally.add(path.memory.bits, path.shots)
    else sampleTail(instructions, path, random, noise, tally)
  }

  // A batch must fit: one state for the largest part and one for every halving below it.
  const batch = states > 30 ? shots : 2 ** (states - 1)
  const state = createState(qubits)
  for (let done = 0; done < shots; done += batch) {
    setToZero(state)
    const memory: Memory = { bits: new Uint8Array(program.memoryBits), cells: [] }
    follow({ state, memory, shots: Math.min(batch, shots - done), at: 0, turns: 0, tailFrom: -1 })
  }
  return tally
}
