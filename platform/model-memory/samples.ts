import type { AttemptSample } from '../../domain/agents/routing/figures.ts'
import type { Cache } from '../cache/cache.ts'

const keyOf = (routeId: string): string => `llm:samples:${routeId}`
const readyKey = 'llm:samples-ready'
/** Whoever rebuilds takes no longer; the others go on with what there is. */
const rebuildMs = 60_000

/** Attempts that are kept of one route, the newest, and how long. */
export type Remembered = { readonly samples: number; readonly ms: number }

/** Every attempt of the log that is not too old. */
export type ReadSamples = () => AsyncIterable<{
  readonly routeId: string
  readonly sample: AttemptSample
}>

/** Under its own time, so that it does not matter who writes which first. */
export const add = async (
  cache: Cache,
  remembered: Remembered,
  routeId: string,
  sample: AttemptSample,
): Promise<void> => {
  const key = keyOf(routeId)
  await cache.sortedAdd(key, JSON.stringify(sample), sample.at)
  const count = await cache.sortedCount(key)
  if (count <= remembered.samples) return
  const old = await cache.sortedRange(key, 0, count - remembered.samples - 1)
  await cache.write(old.map(({ member }) => ({ kind: 'sortedRemove', key, member })))
}

/** A cache that was emptied is filled from the log, by the first process that looks. */
export const rebuilt = async (
  cache: Cache,
  remembered: Remembered,
  read: ReadSamples,
): Promise<void> => {
  if ((await cache.get(readyKey)) !== undefined) return
  if (!(await cache.setIfAbsent(`${readyKey}:by`, '1', rebuildMs))) return
  for await (const { routeId, sample } of read()) await add(cache, remembered, routeId, sample)
  await cache.set(readyKey, '1', remembered.ms)
  await cache.delete(`${readyKey}:by`)
}

export const samplesOf = async (
  cache: Cache,
  routeId: string,
): Promise<readonly AttemptSample[]> => {
  const members = await cache.sortedRange(keyOf(routeId), 0, -1)
  // Written by `add` and by nobody else. An attempt may stand there as it was seen, and as it was read.
  const all = members.map(({ member }) => JSON.parse(member) as AttemptSample)
  return [...new Map(all.map((sample) => [sample.attemptId, sample])).values()]
}
