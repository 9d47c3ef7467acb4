/** Everybody who may stand before a door, by what they show. */
export const callers = [
  'anonymous',
  'consumer',
  'developer',
  'provider',
  'stranger',
  'operator',
  'narrow key',
  'revoked key',
  'expired token',
] as const
export type Caller = (typeof callers)[number]

/** Who is let in: a set of callers with a name. A `stranger` is a consumer and developer of another organisation. */
export const admitted = {
  anybody: [...callers],
  'the signed in': ['consumer', 'developer', 'provider', 'stranger', 'operator', 'narrow key'],
  'people, not narrow keys': ['consumer', 'developer', 'provider', 'stranger', 'operator'],
  buyers: ['consumer', 'developer', 'stranger', 'operator'],
  sellers: ['developer', 'stranger', 'operator'],
  providers: ['provider', 'operator'],
  operators: ['operator'],
} as const satisfies Readonly<Record<string, readonly Caller[]>>
export type Admission = keyof typeof admitted

export const isAdmitted = (admission: Admission, caller: Caller): boolean =>
  (admitted[admission] as readonly Caller[]).includes(caller)
