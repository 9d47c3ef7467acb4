import type { DeclaredInput } from './inputs.ts'
import type { CompiledProgram, Instruction } from './instructions.ts'
import type { Version } from './ast.ts'
import { costOf } from './t-gates.ts'

export type CircuitFacts = {
  readonly language: 'OPENQASM'
  readonly version: Version
  readonly qubits: number
  readonly clbits: number
  /** What the program asks to be given. */
  readonly inputs: readonly DeclaredInput[]
  /** Classical registers in order of declaration. */
  readonly registers: readonly { readonly name: string; readonly size: number }[]
  readonly gateCounts: {
    readonly oneQubit: number
    readonly twoQubit: number
    readonly multiQubit: readonly { readonly arity: number; readonly count: number }[]
    readonly measurements: number
    readonly resets: number
  }
  /** Two-qubit gates that are paid for: a gate on N > 2 qubits counts as 6 (N - 2), as IonQ and Azure bill it. */
  readonly billedTwoQubit: number
  readonly byGate: Readonly<Record<string, number>>
  /** Longest chain of gates, measurements and resets on shared qubits; barriers order but do not count. */
  readonly depth: number
  /** The same, of gates on two qubits or more alone. */
  readonly twoQubitDepth: number
  /** T gates, as `t-gates.ts` counts them; and gates whose number of T gates depends on the precision. */
  readonly tCount: number
  readonly rotations: number
  /** Measurements steer the program or are followed by further use of their qubits: one pass can't sample it. */
  readonly dynamic: boolean
}

const popcount = (mask: number): number => {
  let count = 0
  for (let rest = mask; rest !== 0; rest &= rest - 1) count += 1
  return count
}

/** The qubits that an operation occupies, as a mask. */
const touched = (instruction: Instruction): number => {
  switch (instruction.op) {
    case 'gate':
      return instruction.targets.reduce(
        (mask, target) => mask | (1 << target),
        instruction.controls,
      )
    case 'measure':
    case 'reset':
      return 1 << instruction.qubit
    case 'barrier':
      return instruction.qubits
    case 'assign':
    case 'unless':
    case 'jump':
    case 'end':
      return 0
    default:
      return instruction satisfies never
  }
}

/** The longest chain of operations that share qubits, of those that count. */
const depthOf = (
  { instructions, qubits }: CompiledProgram,
  counts: (instruction: Instruction, mask: number) => boolean,
): number => {
  const levels = new Int32Array(qubits)
  for (const instruction of instructions) {
    const mask = touched(instruction)
    let level = 0
    for (let qubit = 0; qubit < qubits; qubit += 1) {
      if ((mask & (1 << qubit)) !== 0) level = Math.max(level, levels[qubit] ?? 0)
    }
    const next = counts(instruction, mask) ? level + 1 : level
    for (let qubit = 0; qubit < qubits; qubit += 1)
      if ((mask & (1 << qubit)) !== 0) levels[qubit] = next
  }
  return levels.reduce((deepest, level) => Math.max(deepest, level), 0)
}

/**
 * What a quote and a device's limits need to know. Both branches of a condition count, and the body of a loop that a
 * measurement ends counts once.
 */
export const factsOf = (program: CompiledProgram, dynamic: boolean): CircuitFacts => {
  const byArity = new Map<number, number>()
  const byGate = new Map<string, number>()
  let measurements = 0
  let resets = 0
  let tCount = 0
  let rotations = 0
  for (const instruction of program.instructions) {
    if (instruction.op === 'measure') measurements += 1
    if (instruction.op === 'reset') resets += 1
    if (instruction.op !== 'gate') continue
    const arity = popcount(touched(instruction))
    byArity.set(arity, (byArity.get(arity) ?? 0) + 1)
    const cost = costOf(instruction)
    if (cost === 'rotation') rotations += 1
    else tCount += cost.t
    byGate.set(instruction.name, (byGate.get(instruction.name) ?? 0) + 1)
  }
  const multiQubit = [...byArity]
    .filter(([arity]) => arity > 2)
    .sort(([a], [b]) => a - b)
    .map(([arity, count]) => ({ arity, count }))
  const twoQubit = byArity.get(2) ?? 0
  return {
    language: 'OPENQASM',
    version: program.version,
    qubits: program.qubits,
    clbits: program.registers.reduce((sum, { size }) => sum + size, 0),
    inputs: program.inputs,
    registers: program.registers.map(({ name, size }) => ({ name, size })),
    gateCounts: { oneQubit: byArity.get(1) ?? 0, twoQubit, multiQubit, measurements, resets },
    billedTwoQubit: multiQubit.reduce(
      (sum, { arity, count }) => sum + 6 * (arity - 2) * count,
      twoQubit,
    ),
    byGate: Object.fromEntries([...byGate].sort(([a], [b]) => (a < b ? -1 : 1))),
    depth: depthOf(program, ({ op }) => op !== 'barrier'),
    twoQubitDepth: depthOf(program, ({ op }, mask) => op === 'gate' && popcount(mask) > 1),
    tCount,
    rotations,
    dynamic,
  }
}
