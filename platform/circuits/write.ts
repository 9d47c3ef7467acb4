import type { Register } from '../providers/simulator/language/instructions.ts'
import type { Circuit, Condition, Gate, Operation } from './circuit.ts'
import {
  controlledName,
  isingName,
  isSqrtX,
  isSwap,
  isX,
  oneQubitName,
  underControls,
} from './names.ts'

export type WriteOutcome =
  | { readonly kind: 'written'; readonly source: string }
  | { readonly kind: 'unwritable'; readonly reason: string }

class Unwritable extends Error {
  override readonly name = 'Unwritable'
}

const unwritable = (reason: string): never => {
  throw new Unwritable(reason)
}

type Writer = {
  readonly circuit: Circuit
  readonly qubitRegister: string
  readonly qubit: (index: number) => string
  readonly bit: (index: number) => string
}

/** A name for the qubits that no classical register has. */
const freeName = (registers: readonly Register[]): string => {
  const taken = new Set(registers.map(({ name }) => name))
  let name = 'q'
  while (taken.has(name)) name = `${name}q`
  return name
}

const registerOf = (registers: readonly Register[], bit: number): Register =>
  registers.find(({ offset, size }) => bit >= offset && bit < offset + size) ??
  unwritable('a bit of no register')

const severalControls = ({ controls, matrix }: Gate, version: Circuit['version']): string => {
  const count = controls.length
  if (version === '2.0') {
    if (isX(matrix) && count <= 4) return count === 2 ? 'ccx' : `c${String(count)}x`
    if (isSqrtX(matrix) && count === 3) return 'c3sqrtx'
    return unwritable('a gate under several controls')
  }
  if (isX(matrix) && count === 2) return 'ccx'
  const name = underControls(matrix)
  return name === undefined
    ? unwritable('a gate under several controls')
    : `ctrl(${String(count)}) @ ${name}`
}

const nameOf = (gate: Gate, version: Circuit['version']): string => {
  const { controls, matrix } = gate
  if (matrix.arity === 1) {
    if (controls.length === 0) return oneQubitName(matrix, version)
    return controls.length === 1 ? controlledName(matrix, version) : severalControls(gate, version)
  }
  if (isSwap(matrix)) {
    if (controls.length === 0) return 'swap'
    if (controls.length === 1) return 'cswap'
    return version === '2.0'
      ? unwritable('a swap under several controls')
      : `ctrl(${String(controls.length)}) @ swap`
  }
  return version === '2.0' ? isingName(matrix) : unwritable('a gate on two qubits without a name')
}

const gateLine = ({ circuit, qubit }: Writer, gate: Gate): string =>
  `${nameOf(gate, circuit.version)} ${gate.qubits.map(qubit).join(', ')};`

/** Of a condition in OpenQASM 2: the register that it compares, and with what. */
const comparison = (
  { circuit }: Writer,
  { bits, holds }: Condition,
): readonly [Register, number] => {
  const register = registerOf(circuit.registers, bits[0] ?? 0)
  const wanted = holds.flatMap((hold, setting) => (hold ? [setting] : []))
  const [value = 0] = wanted
  const whole = bits.length === register.size && bits.every((bit, k) => bit === register.offset + k)
  return wanted.length === 1 && whole
    ? [register, value]
    : unwritable('a condition that is no comparison of a register')
}

/** In OpenQASM 3: the settings that make it true, each a conjunction. */
const disjunction = ({ bit }: Writer, { bits, holds }: Condition): string => {
  const settings = holds.flatMap((hold, setting) => (hold ? [setting] : []))
  if (settings.length === 0) return 'false'
  if (settings.length === holds.length) return 'true'
  return settings
    .map((setting) =>
      bits.map((index, k) => `${bit(index)} == ${String((setting >> k) & 1)}`).join(' && '),
    )
    .map((term) => (settings.length === 1 ? term : `(${term})`))
    .join(' || ')
}

const ifLines = (
  writer: Writer,
  operation: Extract<Operation, { readonly op: 'if' }>,
): readonly string[] => {
  const { condition, body, otherwise } = operation
  const inner = (operations: readonly Operation[]): readonly string[] =>
    operations.flatMap((each) => linesOf(writer, each))
  if (writer.circuit.version === '3.0') {
    const rest = otherwise.length === 0 ? ['}'] : ['} else {', ...indented(inner(otherwise)), '}']
    return [`if (${disjunction(writer, condition)}) {`, ...indented(inner(body)), ...rest]
  }
  if (otherwise.length > 0) return unwritable('an alternative')
  const [register, value] = comparison(writer, condition)
  const changes = body.some(
    (each, index) =>
      each.op === 'if' ||
      each.op === 'barrier' ||
      (each.op === 'measure' &&
        index < body.length - 1 &&
        each.bit >= register.offset &&
        each.bit < register.offset + register.size),
  )
  if (changes) return unwritable('a condition whose own body changes it')
  return inner(body).map((line) => `if (${register.name} == ${String(value)}) ${line}`)
}

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`)

const linesOf = (writer: Writer, operation: Operation): readonly string[] => {
  const { circuit, qubit, bit } = writer
  const isTwo = circuit.version === '2.0'
  switch (operation.op) {
    case 'gate':
      return [gateLine(writer, operation)]
    case 'measure':
      return [
        isTwo
          ? `measure ${qubit(operation.qubit)} -> ${bit(operation.bit)};`
          : `${bit(operation.bit)} = measure ${qubit(operation.qubit)};`,
      ]
    case 'reset':
      return [`reset ${qubit(operation.qubit)};`]
    case 'barrier':
      return [
        operation.qubits.length === circuit.qubits
          ? `barrier ${writer.qubitRegister};`
          : `barrier ${operation.qubits.map(qubit).join(', ')};`,
      ]
    case 'if':
      return ifLines(writer, operation)
    default:
      return operation satisfies never
  }
}

/** The circuit in the language that it came in, its qubits in one register, its classical registers as they were. */
export const writeCircuit = (circuit: Circuit): WriteOutcome => {
  const { version, qubits, registers, operations } = circuit
  const qubitRegister = freeName(registers)
  const writer: Writer = {
    circuit,
    qubitRegister,
    qubit: (index) => `${qubitRegister}[${String(index)}]`,
    bit: (index) => {
      const { name, offset } = registerOf(registers, index)
      return `${name}[${String(index - offset)}]`
    },
  }
  const header =
    version === '2.0'
      ? ['OPENQASM 2.0;', 'include "qelib1.inc";', `qreg ${qubitRegister}[${String(qubits)}];`]
      : ['OPENQASM 3.0;', 'include "stdgates.inc";', `qubit[${String(qubits)}] ${qubitRegister};`]
  const bits = registers.map(({ name, size }) =>
    version === '2.0' ? `creg ${name}[${String(size)}];` : `bit[${String(size)}] ${name};`,
  )
  try {
    const lines = operations.flatMap((operation) => linesOf(writer, operation))
    return { kind: 'written', source: `${[...header, ...bits, ...lines].join('\n')}\n` }
  } catch (error) {
    if (error instanceof Unwritable) return { kind: 'unwritable', reason: error.message }
    throw error
  }
}
