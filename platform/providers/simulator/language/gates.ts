import { adjoint, type Unitary } from '../engine/unitary.ts'
import { power } from '../engine/unitary-power.ts'
import type { Expression, StatementOf } from './ast.ts'
import type { GateContext } from './context.ts'
import { QasmError, quote, refuse, unsupported, type Position } from './diagnostic.ts'
import { evaluate } from './expressions.ts'
import type { GateInstruction } from './instructions.ts'
import { combine } from './macro-matrix.ts'
import type { BuiltinGate } from './library.ts'
import { readModifiers } from './modifiers.ts'
import { broadcast, qubitsOf, refuseDuplicates } from './operands.ts'
import { createScope, isConstant, type GateSymbol } from './scope.ts'
import { convert, floatType, valueOf, type Memory, type Term } from './values.ts'

/** A gate with its parameters, qubits and everything that its modifiers ask for. */
type Application = {
  readonly name: string
  readonly symbol: GateSymbol
  readonly params: readonly Term[]
  readonly qubits: readonly number[]
  readonly controls: number
  readonly values: number
  readonly powers: readonly number[]
  readonly at: Position
}

/** How a gate under a modifier's controls is counted. */
const controlled = (name: string): string => (name.startsWith('ctrl @ ') ? name : `ctrl @ ${name}`)

const arityOf = (symbol: GateSymbol): { readonly params: number; readonly qubits: number } =>
  symbol.kind === 'gate'
    ? { params: symbol.definition.params.length, qubits: symbol.definition.qubits.length }
    : { params: symbol.gate.params, qubits: symbol.gate.controls + symbol.gate.targets }

const gateNamed = ({ context }: GateContext, name: string, at: Position): GateSymbol => {
  const symbol = context.scope.lookup(name)
  if (symbol?.kind === 'gate' || symbol?.kind === 'builtin-gate') return symbol
  if (symbol?.kind === 'pending')
    return refuse('QASM_RECURSION', `the gate ${quote(name)} calls itself`, at)
  if (symbol !== undefined) return refuse('QASM_TYPE', `${quote(name)} is not a gate`, at)
  return refuse('QASM_UNDEFINED', `the gate ${quote(name)} is not declared`, at)
}

const paramsOf = ({ context }: GateContext, args: readonly Expression[]): readonly Term[] =>
  args.map((arg) => {
    const term = evaluate(context, arg, true)
    if (term.type.kind === 'bool' || term.type.kind === 'bit' || term.type.kind === 'bits') {
      return refuse('QASM_TYPE', 'the parameter of a gate is a number or an angle', arg.at)
    }
    return convert(term, floatType, arg.at)
  })

const finite = (value: number, at: Position): number => {
  if (!Number.isFinite(value))
    throw new QasmError('QASM_VALUE', 'a gate parameter that is not a finite number', at)
  return value
}

const powered = (matrix: Unitary, powers: readonly number[], at: Position): Unitary =>
  powers.reduce(
    (result, exponent) =>
      power(result, exponent) ??
      refuse('QASM_VALUE', `no accurate power ${exponent} of this gate was found`, at),
    matrix,
  )

const cachedMatrices = 10_000

/** A builtin's matrix; equal calls share one, so that long programs stay small. */
const matrixOf = (
  { context }: GateContext,
  gate: BuiltinGate,
  application: Application,
): GateInstruction['matrix'] => {
  const { params, powers, at } = application
  const make = (values: readonly number[]): Unitary =>
    powered(gate.matrix(values.map((value) => finite(value, at))), powers, at)
  const known: number[] = []
  for (const param of params) if (param.known) known.push(Number(param.value))
  if (known.length < params.length) {
    return (memory: Memory) => make(params.map((param) => Number(valueOf(param, memory))))
  }
  const { matrices } = context.emitter
  const key = `${context.version} ${gate.name} ${gate.params} ${known.join(' ')} ^ ${powers.join(' ')}`
  const cached = matrices.get(key)
  if (cached !== undefined) return cached
  const matrix = make(known)
  if (matrices.size < cachedMatrices) matrices.set(key, matrix)
  return matrix
}

const applyBuiltin = (gates: GateContext, gate: BuiltinGate, application: Application): void => {
  const { qubits, at } = application
  const own = qubits.slice(0, gate.controls).reduce((mask, qubit) => mask | (1 << qubit), 0)
  gates.sink(
    {
      op: 'gate',
      name: application.controls === 0 ? application.name : controlled(application.name),
      controls: application.controls | own,
      values: application.values | own,
      targets: qubits.slice(gate.controls),
      matrix: matrixOf(gates, gate, application),
    },
    at,
  )
}

/** Runs a gate's body on its actual parameters and qubits, every operation under `controls`. */
const expand = (
  gates: GateContext,
  definition: StatementOf<'gate'>,
  application: Application,
): void => {
  const { context } = gates
  const scope = createScope(context.global, isConstant)
  definition.params.forEach((name, index) => {
    const term = application.params[index]
    if (term !== undefined) scope.declare(name, { kind: 'constant', term }, definition.at)
  })
  definition.qubits.forEach((name, index) => {
    const qubit = application.qubits[index]
    if (qubit !== undefined)
      scope.declare(name, { kind: 'qubits', qubits: [qubit], single: true }, definition.at)
  })
  const { controls, values } = application
  const sink: GateContext['sink'] =
    controls === 0
      ? gates.sink
      : (instruction, at) => {
          const targets = instruction.controls | controls
          const name = controlled(instruction.name)
          gates.sink(
            { ...instruction, name, controls: targets, values: instruction.values | values },
            at,
          )
        }
  context.emitter.nested(application.at, () => {
    runBody({ ...gates, sink, context: { ...context, scope } }, definition.body)
  })
}

const inverse = (instruction: GateInstruction): GateInstruction => {
  const { matrix } = instruction
  return {
    ...instruction,
    matrix: typeof matrix === 'function' ? (memory) => adjoint(matrix(memory)) : adjoint(matrix),
  }
}

const applyDefined = (
  gates: GateContext,
  definition: StatementOf<'gate'>,
  application: Application,
): void => {
  const { powers, at } = application
  if (powers.length === 0) {
    expand(gates, definition, application)
    return
  }
  if (!powers.every((exponent) => Number.isSafeInteger(exponent))) {
    const matrix = powered(macroMatrix(gates, definition, application), powers, at)
    const { controls, values, qubits } = application
    gates.sink(
      { op: 'gate', name: application.name, controls, values, targets: qubits, matrix },
      at,
    )
    return
  }
  const body: GateInstruction[] = []
  const { limits } = gates.context.emitter
  const collect = (instruction: GateInstruction): void => {
    if (body.length >= limits.operations)
      refuse('QASM_TOO_LARGE', `more than ${limits.operations} operations`, at)
    body.push(instruction)
  }
  const exponent = powers.reduce((product, factor) => product * factor, 1)
  if (exponent === 0) return
  expand({ ...gates, sink: collect }, definition, application)
  const once = exponent > 0 ? body : body.toReversed().map(inverse)
  for (let k = 0; k < Math.abs(exponent); k += 1) {
    gates.context.emitter.step(at)
    for (const instruction of once) gates.sink(instruction, at)
  }
}

/** A body as one matrix, for powers that repetition can't give. */
const macroMatrix = (
  gates: GateContext,
  definition: StatementOf<'gate'>,
  application: Application,
): Unitary => {
  const { qubits, at } = application
  if (qubits.length > 3)
    return unsupported('a fractional power of a gate on more than 3 qubits', at)
  const body: GateInstruction[] = []
  const own = {
    ...application,
    controls: 0,
    values: 0,
    powers: [],
    qubits: qubits.map((_, index) => index),
  }
  expand({ ...gates, sink: (instruction) => body.push(instruction) }, definition, own)
  return combine(qubits.length, body, at)
}

const apply = (gates: GateContext, application: Application): void => {
  const { symbol } = application
  gates.context.emitter.step(application.at)
  if (gates.checking) return
  if (symbol.kind === 'builtin-gate') applyBuiltin(gates, symbol.gate, application)
  else applyDefined(gates, symbol.definition, application)
}

/** One gate statement: modifiers read, operands broadcast, every call applied. */
export const applyGate = (gates: GateContext, statement: StatementOf<'apply'>): void => {
  const { name, at, args } = statement
  const symbol = gateNamed(gates, name, at)
  const arity = arityOf(symbol)
  if (args.length !== arity.params) {
    refuse(
      'QASM_ARITY',
      `${quote(name)} takes ${arity.params} parameter(s), not ${args.length}`,
      at,
    )
  }
  const modified = readModifiers(gates, statement.modifiers)
  const wanted = arity.qubits + modified.controls.length
  if (statement.operands.length !== wanted) {
    refuse(
      'QASM_ARITY',
      `${quote(name)} takes ${wanted} qubit(s) here, not ${statement.operands.length}`,
      at,
    )
  }
  const params = paramsOf(gates, args)
  const operands = statement.operands.map((operand) => qubitsOf(gates.context, operand))
  for (const call of broadcast(operands, at)) {
    const leading = call.slice(0, modified.controls.length)
    const controls = leading.reduce((mask, qubit) => mask | (1 << qubit), 0)
    const values = leading.reduce(
      (mask, qubit, k) => (modified.controls[k] === true ? mask | (1 << qubit) : mask),
      0,
    )
    const qubits = call.slice(modified.controls.length)
    apply(gates, { name, symbol, params, qubits, controls, values, powers: modified.powers, at })
  }
}

const runBody = (gates: GateContext, body: StatementOf<'gate'>['body']): void => {
  for (const statement of body) {
    if (statement.kind === 'apply') applyGate(gates, statement)
    else if (statement.kind === 'barrier') {
      gates.context.emitter.step(statement.at)
      refuseDuplicates(
        statement.operands.flatMap((operand) => qubitsOf(gates.context, operand).qubits),
        statement.at,
      )
    } else
      refuse('QASM_TYPE', 'only gates and barriers may stand in the body of a gate', statement.at)
  }
}

/** Declares a gate after reading its body for mistakes on parameters and qubits of its own. */
export const defineGate = (gates: GateContext, definition: StatementOf<'gate'>): void => {
  const { context } = gates
  const { name, at, params, qubits } = definition
  if (new Set([...params, ...qubits]).size !== params.length + qubits.length) {
    refuse('QASM_REDECLARED', `the gate ${quote(name)} names a parameter twice`, at)
  }
  if (qubits.length > context.emitter.limits.qubits) {
    refuse('QASM_TOO_MANY_QUBITS', `a gate on ${qubits.length} qubits`, at)
  }
  const scope = createScope(context.global, isConstant)
  scope.declare(name, { kind: 'pending', name }, at)
  const inner = createScope(scope)
  const unknown: Term = { type: floatType, known: false, read: () => 0 }
  for (const param of params) inner.declare(param, { kind: 'constant', term: unknown }, at)
  qubits.forEach((qubit, index) =>
    inner.declare(qubit, { kind: 'qubits', qubits: [index], single: true }, at),
  )
  runBody({ ...gates, checking: true, context: { ...context, scope: inner } }, definition.body)
  context.global.declare(name, { kind: 'gate', definition }, at)
}
