import { angle } from './angle.ts'
import { gates, type Matrix } from './gates.ts'

/** Bits are numbered over all registers, in order of declaration; so are qubits. */
export type Step = {
  /** Only where this register, as a number with bit 0 the least significant, has this value. */
  readonly when?: { readonly bits: readonly number[]; readonly value: number }
} & (
  | { readonly op: 'unitary'; readonly qubits: readonly number[]; readonly matrix: Matrix }
  | { readonly op: 'measure'; readonly qubit: number; readonly bit: number }
  | { readonly op: 'reset'; readonly qubit: number }
)
export type Program = {
  readonly qubits: number
  readonly bits: number
  readonly steps: readonly Step[]
}

type Macro = { readonly qubits: readonly string[]; readonly body: readonly string[] }
type Register = readonly number[]

const clean = (text: string): string => text.replace(/\/\/[^\n]*/gu, '').replace(/\s+/gu, ' ')
const statements = (text: string): string[] =>
  text
    .split(';')
    .map((each) => each.trim())
    .filter((each) => each !== '')

const range = (from: number, size: number): Register =>
  Array.from({ length: size }, (_, offset) => from + offset)

/** `q` names all of a register, `q[2]` one of it. */
const named = (operand: string, registers: ReadonlyMap<string, Register>): Register => {
  const [, name = '', index] = /^(\w+)(?:\[(\d+)\])?$/u.exec(operand.trim()) ?? []
  const register = registers.get(name)
  if (register === undefined) throw new Error(`no register '${operand}'`)
  return index === undefined ? register : register.slice(Number(index), Number(index) + 1)
}

const callPattern = /^(\w+) ?(?:\((.*)\))? ?(.*)$/u

/** Reads the part of OpenQASM 2 that QASMBench's small circuits are written in. */
export const readProgram = (source: string): Program => {
  let text = clean(source)
  const macros = new Map<string, Macro>()
  text = text.replace(
    /gate (\w+) ([\w, ]+?) ?\{([^}]*)\}/gu,
    (_, name: string, qubits: string, body: string) => {
      macros.set(name, {
        qubits: qubits.split(',').map((each) => each.trim()),
        body: statements(body),
      })
      return ''
    },
  )
  const quantum = new Map<string, Register>()
  const classical = new Map<string, Register>()
  let [qubitCount, bitCount] = [0, 0]
  const steps: Step[] = []

  const apply = (call: string, on: (operand: string) => Register, when: Step['when']): void => {
    const [, name = '', angles, operands = ''] = callPattern.exec(call) ?? []
    const condition = when === undefined ? {} : { when }
    const lists = operands.split(',').map((each) => on(each.trim()))
    const width = Math.max(...lists.map((each) => each.length))
    for (let turn = 0; turn < width; turn += 1) {
      const qubits = lists.map((each) => each[each.length === 1 ? 0 : turn] ?? -1)
      const macro = macros.get(name)
      const gate = gates[name]
      if (macro !== undefined) {
        const own = new Map(macro.qubits.map((qubit, index) => [qubit, [qubits[index] ?? -1]]))
        for (const inner of macro.body) apply(inner, (operand) => named(operand, own), when)
      } else if (gate !== undefined) {
        if (qubits.length !== gate.controls + 1) throw new Error(`'${call}' has other qubits`)
        const matrix = gate.matrix(...(angles?.split(',') ?? []).map((each) => angle(each)))
        steps.push({ op: 'unitary', qubits, matrix, ...condition })
      } else throw new Error(`no gate '${name}'`)
    }
  }

  for (const statement of statements(text)) {
    const [, register, wanted, inner] =
      /^if ?\( ?(\w+) ?== ?(\d+) ?\) ?(.*)$/u.exec(statement) ?? []
    const when =
      register === undefined
        ? undefined
        : { bits: named(register, classical), value: Number(wanted) }
    const rest = inner ?? statement
    const [, kind, name = '', size] = /^(qreg|creg) (\w+) ?\[(\d+)\]$/u.exec(rest) ?? []
    if (/^(?:OPENQASM|include|barrier)\b/u.test(rest)) continue
    if (kind === 'qreg') {
      quantum.set(name, range(qubitCount, Number(size)))
      qubitCount += Number(size)
    } else if (kind === 'creg') {
      classical.set(name, range(bitCount, Number(size)))
      bitCount += Number(size)
    } else if (rest.startsWith('measure ')) {
      const [from = '', to = ''] = rest.slice('measure '.length).split('->')
      const bits = named(to, classical)
      named(from, quantum).forEach((qubit, index) => {
        steps.push({ op: 'measure', qubit, bit: bits[index] ?? -1, ...(when && { when }) })
      })
    } else if (rest.startsWith('reset ')) {
      for (const qubit of named(rest.slice('reset '.length), quantum))
        steps.push({ op: 'reset', qubit, ...(when && { when }) })
    } else apply(rest, (operand) => named(operand, quantum), when)
  }
  return { qubits: qubitCount, bits: bitCount, steps }
}
