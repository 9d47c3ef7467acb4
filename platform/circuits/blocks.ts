import { qubitsOf, type Gate, type Operation } from './circuit.ts'
import { productOver } from './gates.ts'
import { distanceUpToPhase, tolerance } from './matrices.ts'
import { synthesise, type Basis } from './two-qubit.ts'

/** Gates that follow one another on two qubits, with nothing of other qubits between them. */
type Block = { readonly pair: readonly [number, number]; readonly gates: Gate[] }

const pairsIn = (gates: readonly Gate[]): number =>
  gates.filter(({ qubits }) => qubits.length === 2).length

const shorter = ({ pair, gates }: Block, basis: Basis): readonly Gate[] => {
  const [low, high] = pair
  if (pairsIn(gates) < 2) return gates
  const product = productOver(gates, [low, high])
  const written = synthesise(product, low, high, basis)
  if (written === undefined || pairsIn(written) >= pairsIn(gates)) return gates
  const same = distanceUpToPhase(productOver(written, [low, high]), product) < tolerance
  return same ? written : gates
}

/**
 * Writes every block on two qubits anew where that takes fewer gates on both. `only` chooses among the blocks, by their
 * number in the order of their ends.
 */
export const rewriteBlocks = (
  operations: readonly Operation[],
  basis: Basis,
  only: (block: number) => boolean = () => true,
): readonly Operation[] => {
  const written: Operation[] = []
  const current = new Map<number, Block>()
  const waiting = new Map<number, Gate[]>()
  let number = 0
  const close = (qubit: number): void => {
    const block = current.get(qubit)
    if (block !== undefined) {
      written.push(...(only(number) ? shorter(block, basis) : block.gates))
      if (pairsIn(block.gates) > 1) number += 1
      for (const own of block.pair) current.delete(own)
    }
    written.push(...(waiting.get(qubit) ?? []))
    waiting.delete(qubit)
  }
  for (const operation of operations) {
    const qubits = qubitsOf(operation)
    const [a = 0, b = 0] = qubits
    if (operation.op === 'gate' && qubits.length === 1) {
      const block = current.get(a)
      if (block === undefined) waiting.set(a, [...(waiting.get(a) ?? []), operation])
      else block.gates.push(operation)
    } else if (operation.op === 'gate' && qubits.length === 2) {
      const block = current.get(a)
      if (block !== undefined && block === current.get(b)) {
        block.gates.push(operation)
        continue
      }
      const before = [a, b].flatMap((qubit) =>
        current.has(qubit) ? [] : (waiting.get(qubit) ?? []),
      )
      for (const qubit of [a, b]) {
        if (!current.has(qubit)) waiting.delete(qubit)
        close(qubit)
      }
      const begun: Block = { pair: [a, b], gates: [...before, operation] }
      current.set(a, begun)
      current.set(b, begun)
    } else {
      for (const qubit of qubits) close(qubit)
      written.push(
        operation.op === 'if'
          ? {
              ...operation,
              body: rewriteBlocks(operation.body, basis, only),
              otherwise: rewriteBlocks(operation.otherwise, basis, only),
            }
          : operation,
      )
    }
  }
  for (const qubit of new Set([...current.keys(), ...waiting.keys()])) close(qubit)
  return written
}
