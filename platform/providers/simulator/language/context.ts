import type { Block, Expression, Version } from './ast.ts'
import type { Position } from './diagnostic.ts'
import type { Emitter, Sink } from './emitter.ts'
import type { Inputs } from './inputs.ts'
import type { Scope } from './scope.ts'
import type { Term, Type } from './values.ts'

/** A subroutine being inlined: the type it promises, and what it returned. */
export type Call = {
  readonly returns: Type | undefined
  readonly depth: number
  result: Term | undefined
}

/** How a block ended: at its end, or leaving what surrounds it. */
export type Completion = 'normal' | 'break' | 'continue' | 'return' | 'end'

/** Where in the program the unrolling stands. */
export type Context = {
  readonly version: Version
  readonly emitter: Emitter
  readonly scope: Scope
  readonly global: Scope
  readonly inputs: Inputs
  /** How many measured conditions surround this place. */
  readonly depth: number
  /** The depth of the innermost loop; undefined outside of loops. */
  readonly loop?: number | undefined
  readonly call?: Call
  /** Brings a library's gates into view; refuses every other file. */
  readonly include: (file: string, at: Position) => void
  /** Unrolls statements in the given context; kept here so that parts can call back the whole. */
  readonly run: (block: Block, context: Context) => Completion
  /** Inlines a subroutine; `undefined` when it returns nothing. */
  readonly inline: (
    context: Context,
    name: string,
    args: readonly Expression[],
    at: Position,
  ) => Term | undefined
}

/** Where the gates of a body go. `checking`: the body is only read for mistakes, calls are not followed. */
export type GateContext = {
  readonly context: Context
  readonly sink: Sink
  readonly checking: boolean
}
