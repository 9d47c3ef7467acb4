import type { Seen } from '../history/past.ts'
import type { Freshness } from '../../platform/positions/positions.ts'
import type { Caller } from '../view/caller.ts'

/** One operation on its way through the engine, and what the engine found out about it. */
export type Call = {
  readonly caller: Caller
  readonly operationName: string | undefined
  /** GET serves what changes nothing, and says so with another code than POST. */
  readonly method: 'GET' | 'POST'
  cost: number
  freshness: Freshness | undefined
  /** What of the answer is not of today. */
  asOf: readonly Seen[]
}

export const newCall = (
  caller: Caller,
  operationName: string | undefined,
  method: Call['method'],
): Call => ({ caller, operationName, method, cost: 0, freshness: undefined, asOf: [] })

/** `extensions` of every answer: what it was read at and what it cost. */
export const extensionsOf = (
  freshness: Freshness | undefined,
  cost: number,
  asOf: readonly Seen[] = [],
): Readonly<Record<string, unknown>> => ({
  cost,
  ...(freshness === undefined
    ? {}
    : {
        position: freshness.position.toString(),
        lagMs: freshness.lagMs,
        generation: freshness.generation,
      }),
  ...(asOf.length === 0
    ? {}
    : {
        asOf: asOf.map(({ position, at, ...of }) => ({ ...of, position: position.toString(), at })),
      }),
})
