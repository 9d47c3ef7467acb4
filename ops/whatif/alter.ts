import type { RecordedEvent } from '../../platform/event-store/types.ts'

/** What was asked to be changed cannot be changed so. */
export class NoSuchChange extends Error {
  override readonly name = 'NoSuchChange'
}

/** What an instance can be told; all else follows from it. */
const told: ReadonlySet<string> = new Set([
  'SagaInputReceived',
  'SagaEffectSucceeded',
  'SagaEffectRefused',
  'SagaEffectUnknown',
  'SagaTimerFired',
])

const eventAt = (stream: readonly RecordedEvent[], revision: bigint): RecordedEvent => {
  const event = stream.find((one) => one.revision === revision)
  if (event === undefined)
    throw new NoSuchChange(`the stream has no revision ${revision.toString()}`)
  if (!told.has(event.type))
    throw new NoSuchChange(
      `revision ${revision.toString()} is ${event.type}, which the saga decided itself: only what it was told can be changed`,
    )
  return event
}

const isContainer = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** The same value with another one where a JSON pointer (RFC 6901) points; what is on the way has to be there. */
const withAt = (value: unknown, pointer: string, to: unknown): unknown => {
  if (pointer === '') return to
  const path = pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  const copy: unknown = structuredClone(value)
  let at = copy
  for (const [index, key] of path.entries()) {
    if (!isContainer(at) || (index < path.length - 1 && !Object.hasOwn(at, key)))
      throw new NoSuchChange(`nothing stands at ${pointer}`)
    if (index === path.length - 1) at[key] = to
    else at = at[key]
  }
  return copy
}

/** One place in the data of one event, changed. */
export const setAt = (
  stream: readonly RecordedEvent[],
  revision: bigint,
  pointer: string,
  to: unknown,
): ReadonlyMap<bigint, unknown> => {
  if (!/^(?:\/(?:[^~/]|~[01])*)*$/.test(pointer))
    throw new NoSuchChange(`${pointer} is no JSON pointer`)
  return new Map([[revision, withAt(eventAt(stream, revision).data, pointer, to)]])
}

/** The data of one event, replaced. */
export const replaceAt = (
  stream: readonly RecordedEvent[],
  revision: bigint,
  data: unknown,
): ReadonlyMap<bigint, unknown> => {
  eventAt(stream, revision)
  return new Map([[revision, data]])
}
