import type { z } from 'zod'

/**
 * The stored contract of one event type: its name, its schema version and the shape of its data. A change that old data
 * would not satisfy is a new version with an upcaster, never an edit.
 */
export type EventDefinition<Type extends string, Data extends z.ZodType> = {
  readonly type: Type
  readonly schema: number
  readonly data: Data
}

export const defineEvent = <const Type extends string, Data extends z.ZodType>(
  type: Type,
  schema: number,
  data: Data,
): EventDefinition<Type, Data> => ({ type, schema, data })

/** The event value that a definition (or a union of them) describes: `{type, data}`. */
export type EventOf<Definition> =
  Definition extends EventDefinition<infer Type, infer Data>
    ? { readonly type: Type; readonly data: z.output<Data> }
    : never

export type DomainEvent = { readonly type: string; readonly data: unknown }
