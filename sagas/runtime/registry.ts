import type { EffectOutcome, EffectTools, Performers } from './effects.ts'
import type { Saga } from './saga.ts'

/** A saga together with what performs its effects. State and effect types are its own business. */
export type AnySaga = {
  // The runtime hands back to a saga only what that saga produced, read from its own stream.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- existential type: some State, some Effect
  readonly saga: Saga<any, any>
  /** Kinds of the effects that it may ask for. */
  readonly effects: readonly string[]
  /** Throws on an effect of a kind that has no performer. */
  readonly perform: (kind: string, effect: unknown, tools: EffectTools) => Promise<EffectOutcome>
}

export const register = <State, Effect extends { readonly kind: string }>(
  saga: Saga<State, Effect>,
  performers: Performers<Effect>,
): AnySaga => {
  // Each performer is handed effects of its own kind.
  const byKind = performers as Readonly<
    Record<string, ((effect: unknown, tools: EffectTools) => Promise<EffectOutcome>) | undefined>
  >
  return {
    saga,
    effects: Object.keys(performers),
    perform: async (kind, effect, tools) => {
      const performer = Object.hasOwn(byKind, kind) ? byKind[kind] : undefined
      if (performer === undefined) throw new Error(`${saga.name} has no performer of ${kind}`)
      return performer(effect, tools)
    },
  }
}
