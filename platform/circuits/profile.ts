import type { CircuitProfile, Pair } from '../../domain/agents/circuits/profile.ts'
import type { CompiledProgram } from '../providers/simulator/language/instructions.ts'
import { factsOf } from '../providers/simulator/language/facts.ts'
import { tailStart } from '../providers/simulator/engine/tail.ts'
import type { Operation } from './circuit.ts'
import { figuresOf } from './figures.ts'
import { lower } from './lower.ts'
import { readCircuit } from './read.ts'

const flat = (operations: readonly Operation[]): readonly Operation[] =>
  operations.flatMap((operation) =>
    operation.op === 'if' ? [...flat(operation.body), ...flat(operation.otherwise)] : [operation],
  )

const inCxOf = (operations: readonly Operation[], qubits: number) => {
  const oneQubit = Array.from({ length: qubits }, () => 0)
  const measured = Array.from({ length: qubits }, () => 0)
  const pairs = new Map<string, Pair>()
  let wide = 0
  for (const operation of flat(operations)) {
    if (operation.op === 'measure') measured[operation.qubit] = (measured[operation.qubit] ?? 0) + 1
    if (operation.op !== 'gate') continue
    const [a = 0, b = 0] = operation.qubits.toSorted((x, y) => x - y)
    if (operation.qubits.length === 1) oneQubit[a] = (oneQubit[a] ?? 0) + 1
    else if (operation.qubits.length === 2) {
      const key = `${String(a)} ${String(b)}`
      pairs.set(key, { qubits: [a, b], gates: (pairs.get(key)?.gates ?? 0) + 1 })
    } else wide += 1
  }
  const { depth, twoQubitDepth } = figuresOf(operations)
  return { oneQubit, pairs: [...pairs.values()], depth, twoQubitDepth, measured, wide }
}

export const profileOf = (program: CompiledProgram): CircuitProfile => {
  const facts = factsOf(program, tailStart(program.instructions) > 0)
  const read = readCircuit(program)
  const { version, qubits, clbits, depth, twoQubitDepth, dynamic, tCount, rotations, byGate } =
    facts
  return {
    ...{ version, qubits, clbits, depth, twoQubitDepth, dynamic, tCount, rotations, byGate },
    oneQubitGates: facts.gateCounts.oneQubit,
    twoQubitGates: facts.billedTwoQubit,
    ...(read.kind === 'read'
      ? { inCx: inCxOf(lower(read.circuit.operations), qubits), limits: [] }
      : { limits: [`It holds ${read.reason}: errors over its gates are not counted.`] }),
  }
}
