import type { ProgramInputs } from '../../../../domain/jobs/program-inputs.ts'
import type { StatementOf } from './ast.ts'
import type { Context } from './context.ts'
import { quote, refuse, type Position } from './diagnostic.ts'
import { typeOf } from './expressions.ts'
import { knownTerm, showType, toAngle, wrap, type Type, type Value } from './values.ts'
import { createVariable, writeVariable } from './variables.ts'

/** An `input` declaration: its name, and its type as it is written in full (`angle[53]`). */
export type DeclaredInput = { readonly name: string; readonly type: string }

/** What a program is given, and what it turned out to ask for. */
export type Inputs = {
  readonly given: ProgramInputs
  readonly declared: DeclaredInput[]
}

const wholeNumber = /^-?[0-9]{1,400}$/

const toInteger = (value: unknown): bigint | undefined => {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined
  return typeof value === 'string' && wholeNumber.test(value) ? BigInt(value) : undefined
}

const toWhole = (type: Type, value: unknown): bigint | undefined => {
  const whole = toInteger(value)
  return whole !== undefined && wrap(type, whole) === whole ? whole : undefined
}

const toBits = (width: number, value: unknown): bigint | undefined =>
  typeof value === 'string' && value.length === width && /^[01]+$/.test(value)
    ? BigInt(`0b${value}`)
    : undefined

/** The value as the program's type has it; undefined when it is none of that type, or outside of its range. */
const valueOf = (type: Type, value: unknown, at: Position): Value | undefined => {
  switch (type.kind) {
    case 'bool':
      return typeof value === 'boolean' ? value : undefined
    case 'bit':
      if (typeof value === 'boolean') return value ? 1n : 0n
      return value === 0 ? 0n : value === 1 ? 1n : undefined
    case 'bits':
      return toBits(type.width, value)
    case 'int':
    case 'uint':
      return toWhole(type, value)
    case 'float':
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined
    case 'angle':
      return typeof value === 'number' && Number.isFinite(value)
        ? toAngle(value, type.width, at)
        : undefined
    default:
      return type satisfies never
  }
}

const expected = (type: Type): string => {
  switch (type.kind) {
    case 'bool':
      return 'true or false'
    case 'bit':
      return '0, 1, true or false'
    case 'bits':
      return `a text of ${type.width} binary digits`
    case 'int':
    case 'uint':
      return 'a whole number of its range, as text beyond 2^53'
    case 'float':
      return 'a number'
    case 'angle':
      return 'a number, in radians'
    default:
      return type satisfies never
  }
}

/** A variable that begins with what the caller gave. Its bits are no part of the result. */
export const declareInput = (context: Context, statement: StatementOf<'input'>): void => {
  const { name, at } = statement
  const { given, declared } = context.inputs
  const type = typeOf(context, statement.type)
  declared.push({ name, type: showType(type) })
  if (!Object.hasOwn(given, name))
    refuse('QASM_INPUT', `the input ${quote(name)} is given no value`, at)
  const value = valueOf(type, given[name], at)
  if (value === undefined)
    return refuse(
      'QASM_INPUT',
      `the input ${quote(name)} of type ${showType(type)} takes ${expected(type)}`,
      at,
    )
  const variable = createVariable(context, name, type, at)
  context.scope.declare(name, variable, at)
  writeVariable(context, variable, knownTerm(type, value), at)
}

/** What is given beyond what the program asks for is a mistake of whoever gives it. */
export const refuseSurplus = ({ given, declared }: Inputs): void => {
  const surplus = Object.keys(given).find((name) => !declared.some((input) => input.name === name))
  if (surplus !== undefined)
    refuse('QASM_INPUT', `the program has no input ${quote(surplus)}`, { line: 1, column: 1 })
}
