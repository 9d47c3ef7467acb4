import type { Expression, Parameter, StatementOf } from './ast.ts'
import type { Call, Context } from './context.ts'
import { quote, refuse, unsupported, type Position } from './diagnostic.ts'
import { evaluate, evaluateSize, typeOf } from './expressions.ts'
import { measureTerm } from './measurement.ts'
import { qubitsOf, refuseDuplicates } from './operands.ts'
import { createScope, isConstant, type Scope } from './scope.ts'
import { convert, type Term } from './values.ts'
import { createVariable, writeVariable } from './variables.ts'

const bind = (
  outer: Context,
  inner: Context,
  parameter: Parameter,
  argument: Expression,
  scope: Scope,
): readonly number[] => {
  const { name, type, at } = parameter
  if (type.name === 'qubit') {
    const passed = qubitsOf(outer, argument)
    const size = type.width === undefined ? 1 : evaluateSize(inner, type.width, 1)
    const single = type.width === undefined
    if (passed.qubits.length !== size || (passed.single && !single)) {
      refuse(
        'QASM_ARITY',
        `${quote(name)} takes ${size} qubit(s), not ${passed.qubits.length}`,
        argument.at,
      )
    }
    scope.declare(name, { kind: 'qubits', qubits: passed.qubits, single }, at)
    return passed.qubits
  }
  const value = evaluate(outer, argument)
  const variable = createVariable(inner, name, typeOf(inner, type), at)
  writeVariable(inner, variable, value, argument.at)
  scope.declare(name, variable, at)
  return []
}

/** Unrolls a subroutine's body where it is called. Answers what it returns. */
export const inlineCall = (
  context: Context,
  name: string,
  args: readonly Expression[],
  at: Position,
): Term | undefined => {
  const symbol = context.scope.lookup(name)
  if (symbol?.kind !== 'def') {
    return refuse(
      symbol === undefined ? 'QASM_UNDEFINED' : 'QASM_TYPE',
      symbol === undefined
        ? `${quote(name)} is not declared`
        : `${quote(name)} is not a subroutine`,
      at,
    )
  }
  const { definition } = symbol
  const { emitter } = context
  if (emitter.calls.has(name))
    return refuse('QASM_RECURSION', `the subroutine ${quote(name)} calls itself`, at)
  if (args.length !== definition.params.length) {
    return refuse(
      'QASM_ARITY',
      `${quote(name)} takes ${definition.params.length} argument(s), not ${args.length}`,
      at,
    )
  }
  emitter.step(at)
  const scope = createScope(context.global, isConstant)
  const bare: Context = { ...context, scope }
  const call: Call = {
    returns: definition.returns === undefined ? undefined : typeOf(bare, definition.returns),
    depth: context.depth,
    result: undefined,
  }
  const inner: Context = { ...bare, call, loop: undefined }
  const qubits = definition.params.flatMap((parameter, index) => {
    const argument = args[index]
    return argument === undefined ? [] : bind(context, inner, parameter, argument, scope)
  })
  refuseDuplicates(qubits, at)
  emitter.calls.add(name)
  const completion = emitter.nested(at, () => context.run(definition.body, inner))
  emitter.calls.delete(name)
  if (completion === 'end') return unsupported("'end' within a subroutine", at)
  if (call.returns !== undefined && call.result === undefined) {
    return refuse('QASM_TYPE', `the subroutine ${quote(name)} ends without returning a value`, at)
  }
  return call.result
}

export const runReturn = (context: Context, statement: StatementOf<'return'>): void => {
  const { call } = context
  const { value, at } = statement
  if (call === undefined) return refuse('QASM_SYNTAX', "'return' outside of a subroutine", at)
  if (context.depth !== call.depth) return unsupported("'return' under a measured condition", at)
  if ((value === undefined) !== (call.returns === undefined)) {
    return refuse('QASM_TYPE', "what is returned does not fit the subroutine's type", at)
  }
  if (value === undefined || call.returns === undefined) return
  const term =
    value.kind === 'measure' ? measureTerm(context, value.operand) : evaluate(context, value)
  call.result = convert(term, call.returns, at)
}
