import { QasmError, type Position } from './diagnostic.ts'

/** Types of classical values. A single bit and a register of one bit differ as in the specification. */
export type Type =
  | { readonly kind: 'bool' }
  | { readonly kind: 'bit' }
  | { readonly kind: 'bits'; readonly width: number }
  | { readonly kind: 'int'; readonly width: number }
  | { readonly kind: 'uint'; readonly width: number }
  | { readonly kind: 'float' }
  | { readonly kind: 'angle'; readonly width: number }

/**
 * bool: boolean. float: number. All others: bigint, unsigned but for int. Bit 0 is the least significant.
 * An angle of width w is the integer a standing for 2π a / 2^w.
 */
export type Value = boolean | bigint | number

/** The classical memory of one trajectory. */
export type Memory = { readonly bits: Uint8Array; readonly cells: Value[] }

/** A value known while the program is unrolled, or how to read it while it runs. */
export type Term = { readonly type: Type } & (
  | { readonly known: true; readonly value: Value }
  | { readonly known: false; readonly read: (memory: Memory) => Value }
)

export const boolType: Type = { kind: 'bool' }
export const bitType: Type = { kind: 'bit' }
export const floatType: Type = { kind: 'float' }
export const defaultIntWidth = 64
export const defaultAngleWidth = 53
export const maximumWidth = 1024

export const knownTerm = (type: Type, value: Value): Term => ({ type, known: true, value })
export const valueOf = (term: Term, memory: Memory): Value =>
  term.known ? term.value : term.read(memory)

/** Applies `f` now when everything is known, else when the program runs. */
export const lift = (
  type: Type,
  terms: readonly Term[],
  f: (...values: Value[]) => Value,
): Term => {
  const values: Value[] = []
  for (const term of terms) if (term.known) values.push(term.value)
  if (values.length === terms.length) return knownTerm(type, f(...values))
  return { type, known: false, read: (memory) => f(...terms.map((term) => valueOf(term, memory))) }
}

export const showType = (type: Type): string => {
  switch (type.kind) {
    case 'bits':
      return `bit[${type.width}]`
    case 'int':
    case 'uint':
    case 'angle':
      return `${type.kind}[${type.width}]`
    case 'bool':
    case 'bit':
    case 'float':
      return type.kind
    default:
      return type satisfies never
  }
}

/** Bits that a value of the type occupies; undefined for a float. */
export const widthOf = (type: Type): number | undefined =>
  type.kind === 'float' ? undefined : type.kind === 'bool' || type.kind === 'bit' ? 1 : type.width

export const wrap = (type: Type, value: bigint): bigint =>
  type.kind === 'int'
    ? BigInt.asIntN(type.width, value)
    : BigInt.asUintN(widthOf(type) ?? defaultIntWidth, value)

export const toBigint = (value: Value, at: Position): bigint => {
  if (typeof value === 'bigint') return value
  if (typeof value === 'boolean') return value ? 1n : 0n
  if (!Number.isFinite(value)) throw new QasmError('QASM_VALUE', 'not a finite number', at)
  return BigInt(Math.trunc(value))
}

export const toBoolean = (value: Value): boolean =>
  typeof value === 'boolean' ? value : typeof value === 'bigint' ? value !== 0n : value !== 0

const turn = 2 * Math.PI

export const toNumber = (type: Type, value: Value): number => {
  const number = Number(value)
  return type.kind === 'angle' ? (number / 2 ** type.width) * turn : number
}

/** The nearest angle of `width` bits; the argument in radians. */
export const toAngle = (radians: number, width: number, at: Position): bigint => {
  if (!Number.isFinite(radians)) throw new QasmError('QASM_VALUE', 'not a finite angle', at)
  const turns = radians / turn - Math.floor(radians / turn)
  const fine = Math.min(width, 53)
  const steps = BigInt(Math.round(turns * 2 ** fine)) << BigInt(width - fine)
  return BigInt.asUintN(width, steps)
}

const rescale = (value: bigint, from: number, to: number): bigint =>
  to >= from ? value << BigInt(to - from) : value >> BigInt(from - to)

const convertValue = (from: Type, to: Type, value: Value, at: Position): Value => {
  switch (to.kind) {
    case 'bool':
      return toBoolean(value)
    case 'float':
      return toNumber(from, value)
    case 'bit':
      return toBoolean(value) ? 1n : 0n
    case 'angle':
      if (from.kind === 'angle') return wrap(to, rescale(toBigint(value, at), from.width, to.width))
      if (from.kind === 'float') return toAngle(toNumber(from, value), to.width, at)
      return wrap(to, toBigint(value, at))
    case 'bits':
    case 'int':
    case 'uint':
      return wrap(to, toBigint(value, at))
    default:
      return to satisfies never
  }
}

const mayConvert = (from: Type, to: Type): boolean => {
  if (from.kind === 'angle')
    return (
      to.kind === 'angle' ||
      to.kind === 'float' ||
      to.kind === 'bool' ||
      (to.kind === 'bits' && to.width === from.width)
    )
  if (to.kind === 'angle')
    return from.kind === 'float' || (from.kind === 'bits' && from.width === to.width)
  if (to.kind === 'bits')
    return from.kind !== 'float' && (from.kind !== 'bits' || from.width === to.width)
  if (to.kind === 'bit')
    return (
      from.kind === 'bit' ||
      from.kind === 'bool' ||
      from.kind === 'int' ||
      from.kind === 'uint' ||
      (from.kind === 'bits' && from.width === 1)
    )
  return true
}

/** The term as a value of another type, by the specification's conversions. */
export const convert = (term: Term, to: Type, at: Position): Term => {
  const from = term.type
  if (from.kind === to.kind && widthOf(from) === widthOf(to)) return term
  if (!mayConvert(from, to)) {
    throw new QasmError('QASM_TYPE', `${showType(from)} does not convert to ${showType(to)}`, at)
  }
  return lift(to, [term], (value = 0) => convertValue(from, to, value, at))
}
