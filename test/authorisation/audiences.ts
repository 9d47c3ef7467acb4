import type { Caller } from './callers.ts'

const known = ['consumer', 'developer', 'provider', 'stranger', 'operator'] as const

/**
 * Who sees a field of the things that the story leaves: `consumer` bought and ran the app, `developer` sells it, `provider`
 * owns the devices, the `narrow key` is the consumer's and may read jobs alone, a `stranger` has nothing to do with any of it.
 */
export const audiences = {
  everybody: ['anonymous', ...known, 'narrow key'],
  'the signed in': [...known, 'narrow key'],
  people: known,
  'whoever money moved for': ['consumer', 'developer', 'provider', 'operator'],
  'buyer and seller': ['consumer', 'developer', 'operator'],
  'buyer and device owner': ['consumer', 'provider', 'operator', 'narrow key'],
  'buyer and device owner, not narrow keys': ['consumer', 'provider', 'operator'],
  buyer: ['consumer', 'operator', 'narrow key'],
  'buyer, not narrow keys': ['consumer', 'operator'],
  'buyer alone': ['consumer'],
  'buyer alone, with keys': ['consumer', 'narrow key'],
  /** `provider` is the one that is looked at alone. */
  payees: ['developer', 'provider', 'operator'],
  payee: ['provider', 'operator'],
  seller: ['developer', 'operator'],
  'seller alone': ['developer'],
  operators: ['operator'],
  /** The story leaves none of these; whom they would be shown to, tests of their own say. */
  'nobody here': [],
} as const satisfies Readonly<Record<string, readonly Caller[]>>
export type Audience = keyof typeof audiences
