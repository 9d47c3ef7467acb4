import type { Expression, Index, RangeNode } from './ast.ts'
import { QasmError, refuse, unsupported, type Position } from './diagnostic.ts'
import { bitType, lift, showType, toBigint, type Term } from './values.ts'

type Evaluate = (expression: Expression) => Term

/** Elements that an index picks, by position; `single` when it names one element and not a part. */
export type Positions = { readonly positions: readonly number[]; readonly single: boolean }

/** An integer known while the program is unrolled. */
export const wholeNumber = (term: Term, what: string, at: Position): bigint => {
  if (!term.known) return unsupported(`${what} that depends on a measurement`, at)
  if (term.type.kind === 'float' || term.type.kind === 'angle' || term.type.kind === 'bool') {
    return refuse('QASM_TYPE', `${what} is a whole number, not ${showType(term.type)}`, at)
  }
  return toBigint(term.value, at)
}

/** Negative positions count from the end. */
const withinSize = (position: bigint, size: number, at: Position): number => {
  const result = position < 0n ? position + BigInt(size) : position
  if (result < 0n || result >= BigInt(size)) {
    throw new QasmError('QASM_INDEX', `index ${position} is outside of 0 to ${size - 1}`, at)
  }
  return Number(result)
}

const rangePositions = (range: RangeNode, size: number, evaluate: Evaluate): readonly number[] => {
  const part = (expression: Expression | undefined, fallback: bigint): bigint =>
    expression === undefined
      ? fallback
      : wholeNumber(evaluate(expression), 'an index', expression.at)
  const step = part(range.step, 1n)
  if (step === 0n) refuse('QASM_VALUE', 'a range whose step is zero', range.at)
  const last = BigInt(size - 1)
  const start = withinSize(part(range.start, step > 0n ? 0n : last), size, range.at)
  const stop = withinSize(part(range.stop, step > 0n ? last : 0n), size, range.at)
  const positions: number[] = []
  const ascending = step > 0n
  for (let at = BigInt(start); ascending ? at <= stop : at >= stop; at += step)
    positions.push(Number(at))
  if (positions.length === 0) refuse('QASM_INDEX', 'this range is empty', range.at)
  return positions
}

/** What an index picks out of `size` elements. Ranges include both ends. */
export const positionsOf = (index: Index, size: number, evaluate: Evaluate): Positions => {
  switch (index.kind) {
    case 'item': {
      const at = wholeNumber(evaluate(index.value), 'an index', index.at)
      return { positions: [withinSize(at, size, index.at)], single: true }
    }
    case 'set': {
      const positions = index.items.map((item) =>
        withinSize(wholeNumber(evaluate(item), 'an index', item.at), size, item.at),
      )
      if (positions.length === 0) refuse('QASM_INDEX', 'an index of no elements', index.at)
      return { positions, single: false }
    }
    case 'range':
      return { positions: rangePositions(index, size, evaluate), single: false }
    default:
      return index satisfies never
  }
}

/** One bit of `base`, at a position that only the running program knows. */
export const itemTerm = (base: Term, size: number, item: Term, at: Position): Term =>
  lift(bitType, [base, item], (value = 0n, position = 0n) => {
    const bit = withinSize(toBigint(position, at), size, at)
    return (toBigint(value, at) >> BigInt(bit)) & 1n
  })
