import type { Block, Expression, RangeNode, SetNode, Statement, StatementOf } from './ast.ts'
import type { Completion, Context } from './context.ts'
import { refuse, unsupported, type Position } from './diagnostic.ts'
import { evaluate, typeOf } from './expressions.ts'
import { wholeNumber } from './indices.ts'
import { binaryOperation } from './operators.ts'
import { createScope } from './scope.ts'
import {
  boolType,
  convert,
  knownTerm,
  toBoolean,
  valueOf,
  type Memory,
  type Term,
  type Type,
} from './values.ts'
import { forget } from './variables.ts'

const runScoped = (context: Context, body: Block, at: Position): Completion =>
  context.emitter.nested(at, () =>
    context.run(body, { ...context, scope: createScope(context.scope) }),
  )

const rootName = (target: Expression): string | undefined =>
  target.kind === 'name' ? target.name : target.kind === 'index' ? rootName(target.base) : undefined

/** Names that a statement may assign, its inner blocks included. */
const assignedNames = (block: Block, names: Set<string>): void => {
  for (const statement of block) {
    const target = targetOf(statement)
    const name = target === undefined ? undefined : rootName(target)
    if (name !== undefined) names.add(name)
    for (const inner of blocksOf(statement)) assignedNames(inner, names)
  }
}

const targetOf = (statement: Statement): Expression | undefined =>
  statement.kind === 'assign' || statement.kind === 'measure' ? statement.target : undefined

const blocksOf = (statement: Statement): readonly Block[] => {
  switch (statement.kind) {
    case 'if':
      return [statement.body, statement.otherwise]
    case 'for':
    case 'while':
    case 'block':
      return [statement.body]
    case 'switch':
      return [...statement.cases.map(({ body }) => body), statement.otherwise]
    default:
      return []
  }
}

/** What a block that may or may not run can assign is uncertain from here on. */
const forgetAssigned = (context: Context, blocks: readonly Block[], at: Position): void => {
  const names = new Set<string>()
  for (const block of blocks) assignedNames(block, names)
  for (const name of names) {
    const symbol = context.scope.lookup(name)
    if (symbol?.kind === 'variable') forget(context, symbol, at)
  }
}

const conditionOf = (context: Context, expression: Expression): Term =>
  convert(evaluate(context, expression), boolType, expression.at)

const reader =
  (term: Term) =>
  (memory: Memory): boolean =>
    toBoolean(valueOf(term, memory))

/** Blocks under a condition that only a measurement decides. */
const runUncertain = (
  context: Context,
  condition: Term,
  body: Block,
  otherwise: () => void,
  at: Position,
): void => {
  const { emitter } = context
  const test = reader(condition)
  const toElse = emitter.emitJump((to) => ({ op: 'unless', condition: test, to }), at)
  runScoped({ ...context, depth: context.depth + 1 }, body, at)
  const before = emitter.position()
  const toEnd = emitter.emitJump((to) => ({ op: 'jump', to }), at)
  toElse()
  otherwise()
  // Without an else there is nothing to jump over.
  if (emitter.position() === before + 1) {
    emitter.rollback(before)
    toElse()
  } else toEnd()
}

export const runIf = (context: Context, statement: StatementOf<'if'>): Completion => {
  const { body, otherwise, at } = statement
  const condition = conditionOf(context, statement.condition)
  if (condition.known) return runScoped(context, toBoolean(condition.value) ? body : otherwise, at)
  forgetAssigned(context, [body, otherwise], at)
  runUncertain(
    context,
    condition,
    body,
    () => {
      runScoped({ ...context, depth: context.depth + 1 }, otherwise, at)
    },
    at,
  )
  return 'normal'
}

export const runSwitch = (context: Context, statement: StatementOf<'switch'>): Completion => {
  const { cases, otherwise, at } = statement
  const subject = evaluate(context, statement.subject)
  const tests = cases.map(({ labels, body }) => ({
    body,
    test: labels
      .map((label) => binaryOperation('==', subject, evaluate(context, label), label.at))
      .reduce((any, next) => binaryOperation('||', any, next, at)),
  }))
  if (subject.known) {
    const hit = tests.find(({ test }) => test.known && toBoolean(test.value))
    return runScoped(context, hit?.body ?? otherwise, at)
  }
  forgetAssigned(context, [...cases.map(({ body }) => body), otherwise], at)
  const chain = (index: number): void => {
    const entry = tests[index]
    const inner = { ...context, depth: context.depth + 1 }
    if (entry === undefined) runScoped(inner, otherwise, at)
    else
      context.emitter.nested(at, () =>
        runUncertain(context, entry.test, entry.body, () => chain(index + 1), at),
      )
  }
  chain(0)
  return 'normal'
}

/** `while`: unrolled as long as its condition is certain, repeated by the running program when it is not. */
export const runWhile = (context: Context, statement: StatementOf<'while'>): Completion => {
  const { emitter } = context
  const { body, at } = statement
  const inside: Context = { ...context, loop: context.depth }
  for (;;) {
    emitter.step(at)
    const start = emitter.position()
    const condition = conditionOf(context, statement.condition)
    if (!condition.known) {
      emitter.rollback(start)
      break
    }
    if (!toBoolean(condition.value)) return 'normal'
    const completion = runScoped(inside, body, at)
    if (completion === 'break') return 'normal'
    if (completion === 'return' || completion === 'end') return completion
  }
  forgetAssigned(context, [body], at)
  emitter.repeated(() => {
    const top = emitter.position()
    const test = reader(conditionOf(context, statement.condition))
    const toEnd = emitter.emitJump((to) => ({ op: 'unless', condition: test, to }), at)
    runScoped({ ...inside, depth: context.depth + 1 }, body, at)
    emitter.emit({ op: 'jump', to: top }, at)
    toEnd()
  })
  return 'normal'
}

function* rangeValues(context: Context, range: RangeNode): Generator<bigint> {
  const part = (expression: Expression | undefined, fallback?: bigint): bigint =>
    expression === undefined
      ? (fallback ??
        refuse('QASM_SYNTAX', 'the range of a loop needs a start and an end', range.at))
      : wholeNumber(evaluate(context, expression), 'a range', expression.at)
  const start = part(range.start)
  const step = part(range.step, 1n)
  const stop = part(range.stop)
  if (step === 0n) refuse('QASM_VALUE', 'a range whose step is zero', range.at)
  for (let value = start; step > 0n ? value <= stop : value >= stop; value += step) yield value
}

function* loopValues(
  context: Context,
  over: RangeNode | SetNode | Expression,
  type: Type,
): Generator<Term> {
  if (over.kind === 'range') {
    for (const value of rangeValues(context, over))
      yield convert(knownTerm({ kind: 'int', width: 64 }, value), type, over.at)
  } else if (over.kind === 'set') {
    for (const item of over.items) yield convert(evaluate(context, item), type, item.at)
  } else unsupported('a loop over something other than a range or a set', over.at)
}

/** `for` over a range (both ends included) or a set: unrolled. */
export const runFor = (context: Context, statement: StatementOf<'for'>): Completion => {
  const { at, name, body } = statement
  const type = typeOf(context, statement.type)
  for (const term of loopValues(context, statement.over, type)) {
    context.emitter.step(at)
    const scope = createScope(context.scope)
    scope.declare(name, { kind: 'constant', term }, at)
    const completion = runScoped({ ...context, scope, loop: context.depth }, body, at)
    if (completion === 'break') break
    if (completion === 'return' || completion === 'end') return completion
  }
  return 'normal'
}
