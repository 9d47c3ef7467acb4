import type { Cache } from '../cache/cache.ts'
import type { KeptAnswer, KeptMeaning, ModelMemory } from './port.ts'
import { add, rebuilt, samplesOf, type ReadSamples, type Remembered } from './samples.ts'

/** Failures within the window after which every process leaves a provider alone, and for how long. */
const breaker = { failures: 5, windowMs: 60_000, coolMs: 15_000, longestMs: 300_000 }
const answersMs = 24 * 3_600_000
const meaningsKept = 100

const failuresKey = (provider: string): string => `llm:failures:${provider}`
const coolingKey = (provider: string): string => `llm:cooling:${provider}`
const heldKey = (attemptId: string): string => `llm:held:${attemptId}`
const answerKey = (key: string): string => `llm:answer:${key}`
const shelfKey = (shelf: string): string => `llm:meanings:${shelf}`

export type MemoryOptions = {
  readonly cache: Cache
  readonly readSamples: ReadSamples
  readonly remembered: Remembered
  readonly now: () => number
  readonly onTrouble?: (error: unknown) => void
}

export const createModelMemory = ({
  cache,
  readSamples,
  remembered,
  now,
  onTrouble,
}: MemoryOptions): ModelMemory => {
  const orElse = async <Value>(nothing: Value, ask: () => Promise<Value>): Promise<Value> => {
    try {
      return await ask()
    } catch (error) {
      onTrouble?.(error)
      return nothing
    }
  }
  const tell = (ask: () => Promise<unknown>): Promise<void> =>
    orElse(undefined, async () => {
      await ask()
    })
  const cool = (provider: string, ms: number): Promise<void> => {
    const forMs = Math.min(ms, breaker.longestMs)
    return cache.set(coolingKey(provider), String(now() + forMs), forMs)
  }
  return {
    samples: (routeIds) =>
      orElse(new Map(), async () => {
        await rebuilt(cache, remembered, readSamples)
        const all = await Promise.all(
          routeIds.map(async (routeId) => [routeId, await samplesOf(cache, routeId)] as const),
        )
        return new Map(all)
      }),
    record: (routeId, sample) => tell(() => add(cache, remembered, routeId, sample)),
    cooling: (providers) =>
      orElse(new Map(), async () => {
        const until = await cache.getMany(providers.map(coolingKey))
        return new Map(
          providers.flatMap((provider, index) => {
            const left = Number(until[index] ?? 0) - now()
            return left > 0 ? [[provider, left] as const] : []
          }),
        )
      }),
    succeeded: (provider) => tell(() => cache.delete(failuresKey(provider))),
    failed: (provider, retryAfterMs) =>
      tell(async () => {
        const { value } = await cache.increment(failuresKey(provider), breaker.windowMs)
        if (retryAfterMs !== undefined) await cool(provider, Math.max(1, retryAfterMs))
        else if (value >= breaker.failures) await cool(provider, breaker.coolMs)
      }),
    hold: (attemptId, ttlMs) => tell(() => cache.set(heldKey(attemptId), '1', ttlMs)),
    letGo: (attemptId) => tell(() => cache.delete(heldKey(attemptId))),
    isHeld: (attemptId) =>
      orElse(true, async () => (await cache.get(heldKey(attemptId))) !== undefined),
    answer: (key) =>
      orElse<KeptAnswer | undefined>(undefined, async () => {
        const kept = await cache.get(answerKey(key))
        // Written below and by nobody else.
        return kept === undefined ? undefined : (JSON.parse(kept) as KeptAnswer)
      }),
    keepAnswer: (key, kept) =>
      tell(() => cache.set(answerKey(key), JSON.stringify(kept), answersMs)),
    meanings: (shelf) =>
      orElse<readonly KeptMeaning[]>([], async () =>
        (await cache.sortedRange(shelfKey(shelf), 0, -1))
          .toReversed()
          .map(({ member }) => JSON.parse(member) as KeptMeaning),
      ),
    keepMeaning: (shelf, meaning) =>
      tell(async () => {
        const key = shelfKey(shelf)
        await cache.sortedAdd(key, JSON.stringify(meaning), now())
        const old = await cache.sortedRange(key, 0, -meaningsKept - 1)
        await cache.write(old.map(({ member }) => ({ kind: 'sortedRemove', key, member })))
      }),
  }
}
