import { randomUUID } from 'node:crypto'
import { jsonEvent, type JSONEventType, type ResolvedEvent } from '@eventstore/db-client'

type Numbered = JSONEventType<string, { n: number }>

/** Events numbered from `from`. */
export const events = (count: number, type = 'Counted', from = 0) =>
  Array.from({ length: count }, (_, i) =>
    jsonEvent<Numbered>({ id: randomUUID(), type, data: { n: from + i } }),
  )

/** The link event that points at an event of a stream. */
export const linkTo = (stream: string, revision: bigint | number) => ({
  id: randomUUID(),
  type: '$>',
  contentType: 'application/octet-stream' as const,
  data: Buffer.from(`${revision.toString()}@${stream}`),
  metadata: undefined,
})

export const collect = async (
  stream: AsyncIterable<ResolvedEvent>,
): Promise<readonly ResolvedEvent[]> => {
  const all: ResolvedEvent[] = []
  for await (const event of stream) all.push(event)
  return all
}

/** The numbers that `events` gave, as they come back. */
export const numbersOf = (all: readonly ResolvedEvent[]): readonly unknown[] =>
  all.map(({ event }) => {
    const data: unknown = event?.data
    return typeof data === 'object' && data !== null && 'n' in data ? data.n : undefined
  })

export const revisionsOf = (all: readonly ResolvedEvent[]): readonly number[] =>
  all.map(({ event }) => Number(event?.revision ?? -1n))

/** The error that a promise is rejected with. */
export const errorOf = async (promise: Promise<unknown>): Promise<Error> => {
  try {
    await promise
  } catch (error) {
    if (error instanceof Error) return error
    throw error
  }
  throw new Error('An error was expected')
}
