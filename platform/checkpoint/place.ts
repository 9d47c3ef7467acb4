import type { EventRef, Progress } from './progress.ts'

/** An event of the log that is worked on. */
export type OpenEvent = EventRef & { readonly position: bigint }

/**
 * Where a reader of the log stands while work finishes out of order. Events are begun in the order of the log. What takes
 * long is carried: written down by itself, so that it holds nothing back.
 */
export type Place = {
  /** Everything up to here has been seen. */
  readonly readTo: () => bigint | 'start'
  readonly begin: (event: OpenEvent, nowMs: number) => void
  /** What was begun before the position that this place started from. */
  readonly resume: (event: EventRef) => void
  readonly finish: (event: EventRef) => void
  /** Nothing of interest stands between what was seen and this position. */
  readonly skipTo: (position: bigint) => void
  /** Carries what was begun before this moment. */
  readonly carry: (beganBeforeMs: number) => void
  /** How many are open and not carried. */
  readonly open: () => number
  readonly progress: () => Progress
}

type Began = {
  readonly ref: EventRef
  /** What had been seen before it. */
  readonly before: bigint | 'start'
  readonly atMs: number
}

const keyOf = ({ stream, revision }: EventRef): string => `${revision}@${stream}`

export const isBelow = (position: bigint | 'start', other: bigint): boolean =>
  position === 'start' || position < other

export const placeAt = (start: bigint | 'start'): Place => {
  // Maps keep the order of insertion, which is the order of the log.
  const open = new Map<string, Began>()
  const carried = new Map<string, EventRef>()
  let readTo = start
  const skipTo = (position: bigint): void => {
    if (isBelow(readTo, position)) readTo = position
  }
  return {
    readTo: () => readTo,
    begin: ({ stream, revision, position }, atMs) => {
      const ref = { stream, revision }
      open.set(keyOf(ref), { ref, before: readTo, atMs })
      skipTo(position)
    },
    resume: (event) => {
      carried.set(keyOf(event), event)
    },
    finish: (event) => {
      open.delete(keyOf(event))
      carried.delete(keyOf(event))
    },
    skipTo,
    carry: (beganBeforeMs) => {
      for (const [key, { ref, atMs }] of open) {
        if (atMs >= beganBeforeMs) return
        open.delete(key)
        carried.set(key, ref)
      }
    },
    open: () => open.size,
    progress: () => {
      const [first] = open.values()
      return { position: first?.before ?? readTo, carried: [...carried.values()] }
    },
  }
}
