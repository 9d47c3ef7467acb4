import type { EffectOutcome, EffectTools } from './effects.ts'
import type { Saga } from './saga.ts'

/** A saga together with what performs its effects. State and effect types are its own business. */
export type AnySaga = {
  // The runtime hands back to a saga only what that saga produced, read from its own stream.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- existential type: some State, some Effect
  readonly saga: Saga<any, any>
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- existential type: some Effect
  readonly perform: (effect: any, tools: EffectTools) => Promise<EffectOutcome>
}

export const register = <State, Effect extends { readonly kind: string }>(
  saga: Saga<State, Effect>,
  perform: (effect: Effect, tools: EffectTools) => Promise<EffectOutcome>,
): AnySaga => ({ saga, perform })
