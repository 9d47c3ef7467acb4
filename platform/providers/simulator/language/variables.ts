import type { Context } from './context.ts'
import { QasmError, type Position } from './diagnostic.ts'
import type { Variable } from './scope.ts'
import {
  convert,
  lift,
  toBigint,
  valueOf,
  widthOf,
  wrap,
  type Memory,
  type Term,
  type Type,
  type Value,
} from './values.ts'

const isBits = (type: Type): boolean => type.kind === 'bit' || type.kind === 'bits'

const zero = (type: Type): Value => (type.kind === 'float' ? 0 : type.kind === 'bool' ? false : 0n)

/** Makes room for a variable. It starts as zero. */
export const createVariable = (
  context: Context,
  name: string,
  type: Type,
  at: Position,
): Variable => {
  const bits = isBits(type)
  const { emitter } = context
  return {
    kind: 'variable',
    name,
    type,
    storage: bits ? 'bits' : 'cell',
    offset: bits ? emitter.allocateBits(widthOf(type) ?? 1, at) : emitter.allocateCell(),
    depth: context.depth,
    known: zero(type),
  }
}

const readBits = (memory: Memory, offset: number, width: number): bigint => {
  let value = 0n
  for (let start = 0; start < width; start += 30) {
    let chunk = 0
    const size = Math.min(30, width - start)
    for (let bit = 0; bit < size; bit += 1) chunk |= (memory.bits[offset + start + bit] ?? 0) << bit
    value |= BigInt(chunk) << BigInt(start)
  }
  return value
}

const readCell = (memory: Memory, { offset, type }: Variable): Value =>
  memory.cells[offset] ?? zero(type)

export const readVariable = (variable: Variable): Term => {
  const { type, known, offset } = variable
  if (known !== undefined) return { type, known: true, value: known }
  if (variable.storage === 'cell')
    return { type, known: false, read: (memory) => readCell(memory, variable) }
  const width = widthOf(type) ?? 1
  return { type, known: false, read: (memory) => readBits(memory, offset, width) }
}

const store = (context: Context, variable: Variable, term: Term, at: Position): void => {
  const { offset } = variable
  if (variable.storage === 'cell') {
    const run = (memory: Memory): void => {
      memory.cells[offset] = valueOf(term, memory)
    }
    context.emitter.emit({ op: 'assign', run }, at)
    return
  }
  const width = widthOf(variable.type) ?? 1
  const run = (memory: Memory): void => {
    const value = toBigint(valueOf(term, memory), at)
    for (let bit = 0; bit < width; bit += 1) {
      memory.bits[offset + bit] = (value >> BigInt(bit)) & 1n ? 1 : 0
    }
  }
  context.emitter.emit({ op: 'assign', run }, at)
}

/** Assigns a whole variable, now when that is certain, in the running program when it is not. */
export const writeVariable = (
  context: Context,
  variable: Variable,
  value: Term,
  at: Position,
): void => {
  const term = convert(value, variable.type, at)
  const certain = term.known && variable.depth === context.depth
  if (variable.storage === 'bits' || !certain) store(context, variable, term, at)
  variable.known = certain ? term.value : undefined
}

/** From here on only the running program knows the variable. */
export const forget = (context: Context, variable: Variable, at: Position): void => {
  const { known, type, storage } = variable
  if (known === undefined) return
  // Bits are always written through; a cell may hold its value here alone.
  if (storage === 'cell') store(context, variable, { type, known: true, value: known }, at)
  variable.known = undefined
}

/** The bits at `positions` of a value, as a value of their own. */
export const readPositions = (
  term: Term,
  positions: readonly number[],
  single: boolean,
  at: Position,
): Term => {
  const type: Type = single ? { kind: 'bit' } : { kind: 'bits', width: positions.length }
  return lift(type, [term], (value = 0n) => {
    const bits = toBigint(value, at)
    return positions.reduce(
      (sum, from, to) => sum | (((bits >> BigInt(from)) & 1n) << BigInt(to)),
      0n,
    )
  })
}

/** Assigns the bits at `positions` of a variable. */
export const writePositions = (
  context: Context,
  variable: Variable,
  positions: readonly number[],
  single: boolean,
  value: Term,
  at: Position,
): void => {
  const { type } = variable
  if (type.kind === 'float' || type.kind === 'bool') {
    throw new QasmError('QASM_TYPE', `${type.kind} has no bits to assign`, at)
  }
  const part = convert(
    value,
    single ? { kind: 'bit' } : { kind: 'bits', width: positions.length },
    at,
  )
  const merged = lift(type, [readVariable(variable), part], (whole = 0n, bits = 0n) =>
    wrap(
      type,
      positions.reduce(
        (sum, to, from) => {
          const mask = 1n << BigInt(to)
          return (toBigint(bits, at) >> BigInt(from)) & 1n ? sum | mask : sum & ~mask
        },
        toBigint(whole, at),
      ),
    ),
  )
  writeVariable(context, variable, merged, at)
}
