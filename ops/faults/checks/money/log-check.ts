import type { RecordedEvent } from '../../../../platform/event-store/types.ts'

/** A check that needs the log alone: of what a run left, and of a store that is in use. */
export type LogCheck = (evidence: { readonly log: readonly RecordedEvent[] }) => readonly string[]

/** Where an event stands, for a person to find it. */
export const placeOf = ({ stream, revision }: RecordedEvent): string =>
  `${stream}@${revision.toString()}`

export const inCategory = (
  log: readonly RecordedEvent[],
  category: string,
): readonly RecordedEvent[] => log.filter(({ stream }) => stream.startsWith(`${category}-`))

/** The texts that are there more than once, each once. */
export const twice = (texts: readonly string[]): readonly string[] => {
  const seen = new Set<string>()
  const again = new Set<string>()
  for (const text of texts) {
    if (seen.has(text)) again.add(text)
    seen.add(text)
  }
  return [...again]
}

/** Sums by key, in minor units. */
export type Sums = Map<string, bigint>
export const add = (sums: Sums, key: string, amount: bigint): void =>
  void sums.set(key, (sums.get(key) ?? 0n) + amount)
