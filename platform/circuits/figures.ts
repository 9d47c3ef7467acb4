import { qubitsOf, type Operation } from './circuit.ts'

/** What rewriting makes smaller, as `facts.ts` of the compiler counts it. */
export type Figures = {
  readonly gates: number
  readonly twoQubit: number
  /** A gate on N > 2 qubits counts as 6 (N - 2). */
  readonly billedTwoQubit: number
  readonly depth: number
  readonly twoQubitDepth: number
}

const flat = (operations: readonly Operation[]): readonly Operation[] =>
  operations.flatMap((operation) =>
    operation.op === 'if' ? [...flat(operation.body), ...flat(operation.otherwise)] : [operation],
  )

const deepest = (levels: ReadonlyMap<number, number>): number => Math.max(0, ...levels.values())

export const figuresOf = (operations: readonly Operation[]): Figures => {
  const levels = new Map<number, number>()
  const pairLevels = new Map<number, number>()
  let [gates, twoQubit, billedTwoQubit] = [0, 0, 0]
  const raise = (on: Map<number, number>, qubits: readonly number[], by: number): void => {
    const level = Math.max(0, ...qubits.map((qubit) => on.get(qubit) ?? 0)) + by
    for (const qubit of qubits) on.set(qubit, level)
  }
  for (const operation of flat(operations)) {
    const qubits = qubitsOf(operation)
    const several = operation.op === 'gate' && qubits.length > 1
    raise(levels, qubits, operation.op === 'barrier' ? 0 : 1)
    raise(pairLevels, qubits, several ? 1 : 0)
    if (operation.op !== 'gate') continue
    gates += 1
    if (qubits.length === 2) twoQubit += 1
    if (qubits.length > 1) billedTwoQubit += qubits.length === 2 ? 1 : 6 * (qubits.length - 2)
  }
  return {
    gates,
    twoQubit,
    billedTwoQubit,
    depth: deepest(levels),
    twoQubitDepth: deepest(pairLevels),
  }
}

const names = ['billedTwoQubit', 'twoQubitDepth', 'depth', 'gates'] as const

const inOrder = ['billedTwoQubit', 'depth', 'twoQubitDepth', 'gates'] as const

/** Which of two that may differ in everything is to be had: fewer gates on two qubits first. */
export const isPreferred = (one: Figures, other: Figures): boolean => {
  const differs = inOrder.find((name) => one[name] !== other[name])
  return differs !== undefined && one[differs] < other[differs]
}

/** Is nothing more, and something less? */
export const isBetter = (after: Figures, before: Figures): boolean =>
  names.every((name) => after[name] <= before[name]) &&
  names.some((name) => after[name] < before[name])
