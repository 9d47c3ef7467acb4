import type { Version } from './ast.ts'
import { QasmError, type Position } from './diagnostic.ts'
import {
  convert,
  defaultIntWidth,
  floatType,
  lift,
  showType,
  toBigint,
  widthOf,
  wrap,
  type Term,
  type Type,
} from './values.ts'
import { binaryOperation } from './operators.ts'

type Call = (args: readonly Term[], at: Position) => Term

const real =
  (f: (x: number) => number): Call =>
  ([x], at) => {
    if (x === undefined) throw new QasmError('QASM_ARITY', 'expected one argument', at)
    return lift(floatType, [convert(x, floatType, at)], (value = 0) => {
      const result = f(Number(value))
      if (Number.isNaN(result))
        throw new QasmError('QASM_VALUE', 'outside of the function’s domain', at)
      return result
    })
  }

const pair =
  (f: (x: Term, y: Term, at: Position) => Term): Call =>
  ([x, y], at) => {
    if (x === undefined || y === undefined)
      throw new QasmError('QASM_ARITY', 'expected two arguments', at)
    return f(x, y, at)
  }

const rotate = (direction: 1n | -1n): Call =>
  pair((x, y, at) => {
    const { type } = x
    if (type.kind !== 'bits' && type.kind !== 'uint' && type.kind !== 'angle') {
      throw new QasmError('QASM_TYPE', `a rotation does not work on ${showType(type)}`, at)
    }
    const width = BigInt(type.width)
    return lift(type, [x, y], (value = 0n, by = 0n) => {
      const steps = (((direction * toBigint(by, at)) % width) + width) % width
      const bits = toBigint(value, at)
      return wrap(type, (bits << steps) | (bits >> (width - steps)))
    })
  })

const countType: Type = { kind: 'uint', width: defaultIntWidth }

const popcount: Call = ([x], at) => {
  if (x === undefined) throw new QasmError('QASM_ARITY', 'expected one argument', at)
  const width = widthOf(x.type)
  if (width === undefined) throw new QasmError('QASM_TYPE', 'popcount does not work on float', at)
  return lift(countType, [x], (value = 0n) => {
    const digits = BigInt.asUintN(width, toBigint(value, at)).toString(2)
    return BigInt(digits.replaceAll('0', '').length)
  })
}

type Entry = readonly [arity: number, call: Call]

const unary = (calls: Readonly<Record<string, Call>>): Readonly<Record<string, Entry>> =>
  Object.fromEntries(
    Object.entries(calls).map(([name, call]): [string, Entry] => [name, [1, call]]),
  )

const shared = {
  sin: real(Math.sin),
  cos: real(Math.cos),
  tan: real(Math.tan),
  exp: real(Math.exp),
  sqrt: real(Math.sqrt),
}

const functions: Readonly<Record<Version, Readonly<Record<string, Entry>>>> = {
  '2.0': {
    ...unary(shared),
    ln: [1, real(Math.log)],
  },
  '3.0': {
    ...unary(shared),
    arcsin: [1, real(Math.asin)],
    arccos: [1, real(Math.acos)],
    arctan: [1, real(Math.atan)],
    log: [1, real(Math.log)],
    ceiling: [1, real(Math.ceil)],
    floor: [1, real(Math.floor)],
    popcount: [1, popcount],
    mod: [2, pair((x, y, at) => binaryOperation('%', x, y, at))],
    pow: [2, pair((x, y, at) => binaryOperation('**', x, y, at))],
    rotl: [2, rotate(1n)],
    rotr: [2, rotate(-1n)],
  },
}

/** A built-in function's value, or `undefined` when the version has no such function. */
export const callFunction = (
  version: Version,
  name: string,
  args: readonly Term[],
  at: Position,
): Term | undefined => {
  const table = functions[version]
  const entry = Object.hasOwn(table, name) ? table[name] : undefined
  if (entry === undefined) return undefined
  const [arity, call] = entry
  if (args.length !== arity) {
    throw new QasmError(
      'QASM_ARITY',
      `'${name}' takes ${arity} argument(s), not ${args.length}`,
      at,
    )
  }
  return call(args, at)
}
