import type { Block, Statement, StatementOf } from './ast.ts'
import type { Completion, Context, GateContext } from './context.ts'
import { runFor, runIf, runSwitch, runWhile } from './control-flow.ts'
import { quote, refuse, unsupported, type Position } from './diagnostic.ts'
import { evaluate, evaluateSize, typeOf } from './expressions.ts'
import { applyGate, defineGate } from './gates.ts'
import { measureInto, measureTerm, placeOf } from './measurement.ts'
import { declareInput } from './inputs.ts'
import { binaryOperation } from './operators.ts'
import { qubitsOf, refuseDuplicates } from './operands.ts'
import { createScope } from './scope.ts'
import { runReturn } from './subroutines.ts'
import { convert, widthOf, type Term } from './values.ts'
import {
  createVariable,
  readPositions,
  readVariable,
  writePositions,
  writeVariable,
} from './variables.ts'

const gatesOf = (context: Context): GateContext => ({
  context,
  sink: context.emitter.gate,
  checking: false,
})

const onlyGlobally = (context: Context, what: string, at: Position): void => {
  if (context.scope !== context.global)
    refuse('QASM_SYNTAX', `${what} stands outside of all blocks`, at)
}

const declareQubits = (context: Context, { name, size, at }: StatementOf<'qubits'>): void => {
  onlyGlobally(context, 'the declaration of qubits', at)
  const qubits = context.emitter.allocateQubits(
    size === undefined ? 1 : evaluateSize(context, size, 1),
    at,
  )
  context.scope.declare(name, { kind: 'qubits', qubits, single: size === undefined }, at)
}

const declare = (context: Context, statement: StatementOf<'declare'>): void => {
  const { name, value, at, constant } = statement
  const { scope, emitter } = context
  const type = typeOf(context, statement.type)
  if (constant) {
    const term =
      value === undefined || value.kind === 'measure' ? undefined : evaluate(context, value)
    if (term?.known !== true)
      return refuse('QASM_TYPE', `${quote(name)} is no constant: it depends on a measurement`, at)
    scope.declare(name, { kind: 'constant', term: convert(term, type, at) }, at)
    return
  }
  // The value is worked out first: in it the name still means what it meant before.
  const given =
    value === undefined || value.kind === 'measure'
      ? undefined
      : convert(evaluate(context, value), type, at)
  const variable = createVariable(context, name, type, at)
  scope.declare(name, variable, at)
  if (variable.storage === 'bits' && scope === context.global) {
    emitter.addRegister(name, widthOf(type) ?? 1, variable.offset, at)
  }
  if (value?.kind === 'measure') {
    measureInto(context, value.operand, placeOf(context, { kind: 'name', name, at, depth: 1 }), at)
  } else if (given !== undefined) writeVariable(context, variable, given, at)
  // A declaration that a loop of the running program comes back to starts from zero again.
  else if (context.depth > 0) writeVariable(context, variable, readVariable(variable), at)
}

const assign = (context: Context, statement: StatementOf<'assign'>): void => {
  const { value, operator, at } = statement
  if (value.kind === 'measure') {
    measureInto(context, value.operand, placeOf(context, statement.target), at)
    return
  }
  const given = evaluate(context, value)
  const place = placeOf(context, statement.target)
  const { variable, positions, single, whole } = place
  const current = readVariable(variable)
  const old = whole ? current : readPositions(current, positions, single, at)
  const term: Term = operator === undefined ? given : binaryOperation(operator, old, given, at)
  if (whole) writeVariable(context, variable, term, at)
  else writePositions(context, variable, positions, single, term, at)
}

const barrier = (context: Context, { operands, at }: StatementOf<'barrier'>): void => {
  const { emitter } = context
  const named = operands.flatMap((operand) => qubitsOf(context, operand).qubits)
  refuseDuplicates(named, at)
  const all = operands.length === 0
  const qubits = all
    ? 2 ** emitter.counts().qubits - 1
    : named.reduce((mask, qubit) => mask | (1 << qubit), 0)
  emitter.emit({ op: 'barrier', qubits }, at)
}

const leaveLoop = (context: Context, kind: 'break' | 'continue', at: Position): Completion => {
  if (context.loop === undefined) return refuse('QASM_SYNTAX', `'${kind}' outside of a loop`, at)
  if (context.loop !== context.depth) return unsupported(`'${kind}' under a measured condition`, at)
  return kind
}

const endProgram = (context: Context, at: Position): Completion => {
  if (context.depth === 0) return 'end'
  context.emitter.emit({ op: 'end' }, at)
  return 'normal'
}

const runStatement = (context: Context, statement: Statement): Completion => {
  const { emitter } = context
  const { at } = statement
  switch (statement.kind) {
    case 'include':
      onlyGlobally(context, 'an include', at)
      context.include(statement.file, at)
      return 'normal'
    case 'qubits':
      declareQubits(context, statement)
      return 'normal'
    case 'declare':
      declare(context, statement)
      return 'normal'
    case 'input':
      onlyGlobally(context, 'an input', at)
      declareInput(context, statement)
      return 'normal'
    case 'alias':
      context.scope.declare(
        statement.name,
        { kind: 'qubits', ...qubitsOf(context, statement.value) },
        at,
      )
      return 'normal'
    case 'gate':
      onlyGlobally(context, 'the definition of a gate', at)
      defineGate(gatesOf(context), statement)
      return 'normal'
    case 'def':
      onlyGlobally(context, 'the definition of a subroutine', at)
      context.scope.declare(statement.name, { kind: 'def', definition: statement }, at)
      return 'normal'
    case 'apply':
      applyGate(gatesOf(context), statement)
      return 'normal'
    case 'measure':
      if (statement.target === undefined) measureTerm(context, statement.source)
      else measureInto(context, statement.source, placeOf(context, statement.target), at)
      return 'normal'
    case 'reset':
      for (const qubit of qubitsOf(context, statement.operand).qubits)
        emitter.emit({ op: 'reset', qubit }, at)
      return 'normal'
    case 'barrier':
      barrier(context, statement)
      return 'normal'
    case 'assign':
      assign(context, statement)
      return 'normal'
    case 'expression':
      if (statement.value.kind === 'call')
        context.inline(context, statement.value.name, statement.value.args, at)
      return 'normal'
    case 'if':
      return runIf(context, statement)
    case 'for':
      return runFor(context, statement)
    case 'while':
      return runWhile(context, statement)
    case 'switch':
      return runSwitch(context, statement)
    case 'block':
      return emitter.nested(at, () =>
        context.run(statement.body, { ...context, scope: createScope(context.scope) }),
      )
    case 'return':
      runReturn(context, statement)
      return 'return'
    case 'break':
    case 'continue':
      return leaveLoop(context, statement.kind, at)
    case 'end':
      return endProgram(context, at)
    default:
      return statement satisfies never
  }
}

/** Unrolls statements in order, up to the first that leaves the block. */
export const runBlock = (block: Block, context: Context): Completion => {
  for (const statement of block) {
    // Every gate counts where it is applied.
    if (statement.kind !== 'apply') context.emitter.step(statement.at)
    const completion = runStatement(context, statement)
    if (completion !== 'normal') return completion
  }
  return 'normal'
}
