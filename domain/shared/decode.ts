import type { z } from 'zod'
import type { DomainEvent, EventDefinition, HeldEvent } from './event.ts'

/** An event that today's code cannot read; it is quarantined, never skipped. */
export class UndecodableEvent extends Error {
  override readonly name = 'UndecodableEvent'
  /** It is of a type or version that only newer code can have written: while a release is rolled out, that is no fault. */
  readonly isNewer: boolean
  constructor(message: string, isNewer = false) {
    super(message)
    this.isNewer = isNewer
  }
}

export type StoredEvent = {
  readonly type: string
  readonly data: unknown
  readonly metadata: { readonly schema: number }
}

export type AnyDefinition = EventDefinition<string, z.ZodType>

const keyOf = (type: string, schema: number): string => `${type}@${schema}`

/** Data that satisfies a contract, or the reason why it cannot be read. */
const checked = (contract: z.ZodType, data: unknown, key: string): unknown => {
  const parsed = contract.safeParse(data)
  if (!parsed.success) throw new UndecodableEvent(`${key}: ${parsed.error.message}`)
  return parsed.data
}

/**
 * Reads events of these definitions: the data is held against the contract of the version that it was written in, then
 * taken through the upcasters to today's, each step checked against its own contract.
 */
export const decoderOf = (definitions: ReadonlyMap<string, AnyDefinition>) => {
  const dataOf = (type: string, schema: number, data: unknown): unknown => {
    const definition = definitions.get(type)
    if (definition?.schema === schema && definition.readWithin === undefined) {
      // Nearly every event is: no more is done for it than has to be.
      const parsed = definition.data.safeParse(data)
      if (parsed.success) return parsed.data
    }
    const key = keyOf(type, schema)
    if (definition === undefined)
      throw new UndecodableEvent(`no definition of ${key}: today's code has no such type`, true)
    const { earlier, schema: today, readWithin } = definition
    if (!Number.isInteger(schema) || schema < 1 || schema > today)
      throw new UndecodableEvent(
        `no definition of ${key}: today's code knows versions 1 to ${today}`,
        schema > today,
      )
    const label = (version: number) => (version === schema ? key : `${key} upcast to ${version}`)
    let current = data
    for (let version = schema; version < today; version += 1) {
      const step = earlier[version - 1]
      if (step === undefined) throw new UndecodableEvent(`no definition of ${keyOf(type, version)}`)
      current = step.upcast(checked(step.data, current, label(version)))
    }
    const read = checked(definition.data, current, label(today))
    return readWithin === undefined ? read : readWithin(read, readHeld)
  }

  /** What already is in today's form was checked when it came out of the log, before it was put in there. */
  const readHeld = (held: HeldEvent): HeldEvent => {
    const definition = definitions.get(held.type)
    if (definition === undefined) return held
    const { schema: today, readWithin } = definition
    if (held.schema === today && readWithin === undefined) return held
    return { ...held, schema: today, data: dataOf(held.type, held.schema, held.data) }
  }

  return ({ type, data, metadata }: StoredEvent): DomainEvent => ({
    type,
    data: dataOf(type, metadata.schema, data),
  })
}
