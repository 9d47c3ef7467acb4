import type { Item } from './source.ts'

/**
 * The newest events of what a group reads, kept as they are committed, so that a group that is a little behind need not
 * read them from disk.
 */
export type Recent = {
  readonly add: (item: Item) => void
  /** All that lies behind a place; undefined when some of it is no longer kept. */
  readonly after: (place: number) => readonly Item[] | undefined
  readonly size: () => number
}

/** `from` is the place up to which nothing needs to be kept. */
export const createRecent = (limit: number, from: number): Recent => {
  let items: Item[] = []
  /** Everything behind this place is kept. */
  let complete = from
  return {
    add: (item) => {
      items.push(item)
      if (items.length < 2 * limit + 1) return
      const dropped = items.slice(0, items.length - limit)
      items = items.slice(items.length - limit)
      complete = dropped.at(-1)?.place ?? complete
    },
    after: (place) => (place < complete ? undefined : items.filter((item) => item.place > place)),
    size: () => Math.min(items.length, limit),
  }
}
