/** Things that wait for their moment: the earliest comes out first; of equals, whichever these choices favour. */
export const createAgenda = <Item>(choose: (n: number) => number) => {
  type Entry = { readonly at: number; readonly order: number; readonly item: Item }
  const heap: Entry[] = []
  const isBefore = (a: Entry, b: Entry): boolean =>
    a.at === b.at ? a.order < b.order : a.at < b.at
  const at = (index: number): Entry => {
    const entry = heap[index]
    if (entry === undefined) throw new RangeError(`the agenda has no entry ${index}`)
    return entry
  }
  const swap = (i: number, j: number): void => {
    const [one, other] = [at(i), at(j)]
    heap[i] = other
    heap[j] = one
  }
  return {
    add: (when: number, item: Item): void => {
      heap.push({ at: when, order: choose(2 ** 30), item })
      for (let child = heap.length - 1; child > 0; ) {
        const parent = (child - 1) >> 1
        if (!isBefore(at(child), at(parent))) return
        swap(child, parent)
        child = parent
      }
    },
    next: (): number | undefined => heap[0]?.at,
    take: (): Item | undefined => {
      const first = heap[0]
      const last = heap.pop()
      if (first === undefined || last === undefined) return undefined
      if (heap.length === 0) return first.item
      heap[0] = last
      for (let parent = 0; ; ) {
        const children = [2 * parent + 1, 2 * parent + 2].filter((child) => child < heap.length)
        const [least] = children.toSorted((i, j) => (isBefore(at(i), at(j)) ? -1 : 1))
        if (least === undefined || !isBefore(at(least), at(parent))) return first.item
        swap(parent, least)
        parent = least
      }
    },
  }
}
