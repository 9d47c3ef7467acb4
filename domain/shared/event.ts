import type { z } from 'zod'

/** A stored contract of the past, and the pure function that makes the next version's data of it. */
export type EarlierVersion = {
  readonly data: z.ZodType
  readonly upcast: (data: unknown) => unknown
}

/** Reads an event that another one holds, as it stands there: whatever its version, today's form of it. */
export type ReadWithin = (stored: HeldEvent) => HeldEvent
export type HeldEvent = DomainEvent & { readonly schema: number }

/**
 * The stored contract of one event type: its name, its schema version and the shape of its data. A change that old data
 * would not satisfy is a new version with an upcaster, never an edit.
 */
export type EventDefinition<Type extends string, Data extends z.ZodType> = {
  readonly type: Type
  /** The version in which it is written today. */
  readonly schema: number
  readonly data: Data
  /** Versions 1 … `schema - 1`, in order. */
  readonly earlier: readonly EarlierVersion[]
  /** For data that holds another event: the same data with that event brought to today's form. */
  readonly readWithin?: (data: unknown, read: ReadWithin) => unknown
}

type History<Data extends z.ZodType> = {
  readonly earlier?: readonly EarlierVersion[]
  readonly readWithin?: (data: z.output<Data>, read: ReadWithin) => unknown
}

/**
 * Version `schema` of an event type. From version 2 on, `earlier` holds the contract of every version before, the oldest
 * first, each with its upcaster.
 */
export const defineEvent = <const Type extends string, Data extends z.ZodType>(
  type: Type,
  schema: number,
  data: Data,
  { earlier = [], readWithin }: History<Data> = {},
): EventDefinition<Type, Data> => {
  if (earlier.length !== schema - 1)
    throw new Error(`${type}@${schema} needs the contracts of ${schema - 1} earlier versions`)
  return {
    type,
    schema,
    data,
    earlier,
    // Only what the contract has just let through is handed in.
    ...(readWithin === undefined ? {} : { readWithin: readWithin as ReadsWithin }),
  }
}

type ReadsWithin = NonNullable<EventDefinition<string, z.ZodType>['readWithin']>

/** One earlier version: what it held, and what the next version holds instead. */
export const version = <Data extends z.ZodType>(
  data: Data,
  upcast: (data: z.output<Data>) => unknown,
): EarlierVersion => ({
  data,
  // Only what the contract has just let through is handed in.
  upcast: upcast as EarlierVersion['upcast'],
})

/** The event value that a definition (or a union of them) describes: `{type, data}`. */
export type EventOf<Definition> =
  Definition extends EventDefinition<infer Type, infer Data>
    ? { readonly type: Type; readonly data: z.output<Data> }
    : never

export type DomainEvent = { readonly type: string; readonly data: unknown }
