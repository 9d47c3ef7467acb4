import type { Modifier } from './ast.ts'
import type { GateContext } from './context.ts'
import { refuse, unsupported } from './diagnostic.ts'
import { evaluate, evaluateSize } from './expressions.ts'
import { convert, floatType } from './values.ts'

/** A gate call's modifiers in normal form. */
export type Modified = {
  /** For each leading control qubit, whether it acts on 1. */
  readonly controls: readonly boolean[]
  /** Powers in the order in which they apply, the innermost first; `inv` is the power -1. */
  readonly powers: readonly number[]
}

const exponentOf = (
  { context, checking }: GateContext,
  modifier: Modifier & { kind: 'pow' },
): number => {
  const term = convert(evaluate(context, modifier.exponent, true), floatType, modifier.at)
  if (term.known) return Number(term.value)
  // A gate's parameters are only known when it is called.
  return checking ? 1 : unsupported('a power that depends on a measurement', modifier.at)
}

/** Control commutes with powers, so that the order matters within each kind only. */
export const readModifiers = (gates: GateContext, modifiers: readonly Modifier[]): Modified => {
  const controls: boolean[] = []
  const powers: number[] = []
  for (const modifier of modifiers) {
    switch (modifier.kind) {
      case 'inv':
        powers.unshift(-1)
        break
      case 'pow':
        powers.unshift(exponentOf(gates, modifier))
        break
      case 'ctrl':
      case 'negctrl': {
        const count =
          modifier.count === undefined ? 1 : evaluateSize(gates.context, modifier.count, 1)
        if (count > gates.context.emitter.limits.qubits) {
          refuse('QASM_ARITY', `${count} controls are more than there can be qubits`, modifier.at)
        }
        for (let k = 0; k < count; k += 1) controls.push(modifier.kind === 'ctrl')
        break
      }
      default:
        modifier satisfies never
    }
  }
  return { controls, powers }
}
