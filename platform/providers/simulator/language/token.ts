import type { Position } from './diagnostic.ts'

export type TokenKind =
  | 'identifier'
  | 'integer'
  | 'float'
  | 'string'
  | 'imaginary'
  | 'timing'
  | 'hardware-qubit'
  | 'pragma'
  | 'symbol'
  | 'end'

export type Token = Position & { readonly kind: TokenKind; readonly text: string }
