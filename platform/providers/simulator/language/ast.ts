import type { Position } from './diagnostic.ts'

export type At = { readonly at: Position }

export type TypeNode = At & {
  readonly name: 'bool' | 'bit' | 'int' | 'uint' | 'float' | 'angle'
  readonly width?: Expression
}

export type UnaryOperator = '-' | '+' | '!' | '~'
export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '**'
  | '<<'
  | '>>'
  | '&'
  | '|'
  | '^'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '&&'
  | '||'
  | '++'

/** `depth` is the height of the tree below, so that no walk over it can exhaust the stack. */
export type Expression = At & { readonly depth: number } & (
    | { readonly kind: 'integer'; readonly value: bigint }
    | { readonly kind: 'float'; readonly value: number }
    | { readonly kind: 'boolean'; readonly value: boolean }
    | { readonly kind: 'bits'; readonly digits: string }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression }
    | {
        readonly kind: 'binary'
        readonly operator: BinaryOperator
        readonly left: Expression
        readonly right: Expression
      }
    | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
    | { readonly kind: 'cast'; readonly type: TypeNode; readonly operand: Expression }
    | { readonly kind: 'index'; readonly base: Expression; readonly index: Index }
    | { readonly kind: 'measure'; readonly operand: Expression }
  )

export type RangeNode = At & {
  readonly kind: 'range'
  readonly start?: Expression
  readonly step?: Expression
  readonly stop?: Expression
}
export type SetNode = At & { readonly kind: 'set'; readonly items: readonly Expression[] }
export type Index =
  | RangeNode
  | SetNode
  | (At & { readonly kind: 'item'; readonly value: Expression })

export type Modifier = At &
  (
    | { readonly kind: 'inv' }
    | { readonly kind: 'pow'; readonly exponent: Expression }
    | { readonly kind: 'ctrl' | 'negctrl'; readonly count?: Expression }
  )

export type Parameter = At & {
  readonly name: string
  readonly type: TypeNode | { readonly name: 'qubit'; readonly width?: Expression }
}

export type Block = readonly Statement[]

export type SwitchCase = { readonly labels: readonly Expression[]; readonly body: Block }

export type Statement = At &
  (
    | { readonly kind: 'include'; readonly file: string }
    | { readonly kind: 'qubits'; readonly name: string; readonly size?: Expression }
    | {
        readonly kind: 'declare'
        readonly type: TypeNode
        readonly name: string
        readonly constant: boolean
        readonly value?: Expression
      }
    | { readonly kind: 'input'; readonly type: TypeNode; readonly name: string }
    | { readonly kind: 'alias'; readonly name: string; readonly value: Expression }
    | {
        readonly kind: 'gate'
        readonly name: string
        readonly params: readonly string[]
        readonly qubits: readonly string[]
        readonly body: Block
      }
    | {
        readonly kind: 'def'
        readonly name: string
        readonly params: readonly Parameter[]
        readonly returns?: TypeNode
        readonly body: Block
      }
    | {
        readonly kind: 'apply'
        readonly modifiers: readonly Modifier[]
        readonly name: string
        readonly args: readonly Expression[]
        readonly operands: readonly Expression[]
      }
    | { readonly kind: 'measure'; readonly source: Expression; readonly target?: Expression }
    | { readonly kind: 'reset'; readonly operand: Expression }
    | { readonly kind: 'barrier'; readonly operands: readonly Expression[] }
    | {
        readonly kind: 'assign'
        readonly target: Expression
        readonly operator?: BinaryOperator
        readonly value: Expression
      }
    | { readonly kind: 'expression'; readonly value: Expression }
    | {
        readonly kind: 'if'
        readonly condition: Expression
        readonly body: Block
        readonly otherwise: Block
      }
    | {
        readonly kind: 'for'
        readonly type: TypeNode
        readonly name: string
        readonly over: RangeNode | SetNode | Expression
        readonly body: Block
      }
    | { readonly kind: 'while'; readonly condition: Expression; readonly body: Block }
    | {
        readonly kind: 'switch'
        readonly subject: Expression
        readonly cases: readonly SwitchCase[]
        readonly otherwise: Block
      }
    | { readonly kind: 'block'; readonly body: Block }
    | { readonly kind: 'return'; readonly value?: Expression }
    | { readonly kind: 'break' | 'continue' | 'end' }
  )
export type StatementOf<K extends Statement['kind']> = Extract<Statement, { readonly kind: K }>

export type Version = '2.0' | '3.0'
export type SourceProgram = { readonly version: Version; readonly statements: Block }
