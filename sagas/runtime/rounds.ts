import type { Place } from './instance-index.ts'

/** Goes through lists page by page, look after look: nobody in front keeps those behind from their turn. */
export type Rounds = {
  /** The page of a list behind the last one; after the list's end, its first again. */
  readonly next: <Line extends Place>(
    list: string,
    read: (limit: number, after: Place | undefined) => Promise<readonly Line[]>,
  ) => Promise<readonly Line[]>
}

/** With pages of so many lines. */
export const createRounds = (limit: number): Rounds => {
  const places = new Map<string, Place>()
  return {
    next: async (list, read) => {
      const lines = await read(limit, places.get(list))
      const last = lines.at(-1)
      // Before the lines are looked at: one that makes the look fail has had its turn too.
      if (last === undefined || lines.length < limit) places.delete(list)
      else places.set(list, last)
      return lines
    },
  }
}
