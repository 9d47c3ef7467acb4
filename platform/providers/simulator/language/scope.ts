import type { StatementOf } from './ast.ts'
import { quote, refuse, type Position } from './diagnostic.ts'
import type { BuiltinGate } from './library.ts'
import type { Term, Type, Value } from './values.ts'

export type Qubits = { readonly qubits: readonly number[]; readonly single: boolean }

export type Variable = {
  readonly kind: 'variable'
  readonly name: string
  readonly type: Type
  /** Bits lie in the result's memory from this offset on; other values take one cell. */
  readonly storage: 'bits' | 'cell'
  readonly offset: number
  /** Under how many measured conditions it was declared. */
  readonly depth: number
  /** What it holds, as long as that is certain while the program is unrolled. */
  known: Value | undefined
}

export type GateSymbol =
  | { readonly kind: 'builtin-gate'; readonly gate: BuiltinGate }
  | { readonly kind: 'gate'; readonly definition: StatementOf<'gate'> }

export type Symbol =
  | ({ readonly kind: 'qubits' } & Qubits)
  | Variable
  | GateSymbol
  | { readonly kind: 'constant'; readonly term: Term }
  | { readonly kind: 'def'; readonly definition: StatementOf<'def'> }
  /** A gate whose body is being read: naming it there is a recursion. */
  | { readonly kind: 'pending'; readonly name: string }

export type Scope = {
  readonly lookup: (name: string) => Symbol | undefined
  readonly declare: (name: string, symbol: Symbol, at: Position) => void
  /** For the libraries, which may be included twice and whose names a program may take. */
  readonly provide: (name: string, symbol: Symbol) => void
}

/** A scope within another; `visible` says which symbols of the outer one are seen from within. */
export const createScope = (
  parent?: Scope,
  visible: (symbol: Symbol) => boolean = () => true,
): Scope => {
  // Most scopes of a long loop declare nothing: the map waits for the first name.
  let own: Map<string, Symbol> | undefined
  const put = (name: string, symbol: Symbol): void => {
    own ??= new Map()
    own.set(name, symbol)
  }
  return {
    lookup: (name) => {
      const found = own?.get(name)
      if (found !== undefined) return found
      const outer = parent?.lookup(name)
      return outer !== undefined && visible(outer) ? outer : undefined
    },
    declare: (name, symbol, at) => {
      if (own?.has(name) === true)
        refuse('QASM_REDECLARED', `${quote(name)} is already declared`, at)
      put(name, symbol)
    },
    provide: put,
  }
}

/** What the bodies of gates and subroutines see of the program around them. */
export const isConstant = (symbol: Symbol): boolean =>
  symbol.kind !== 'variable' && symbol.kind !== 'qubits'
