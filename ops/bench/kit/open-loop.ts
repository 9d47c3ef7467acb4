import { setTimeout as pause } from 'node:timers/promises'

/** What became of work that was begun at a rate, whether or not the earlier pieces had ended. */
export type OpenLoop = {
  /** Pieces that ended well, per second from the first beginning to the last end. */
  readonly perSecond: number
  readonly failed: number
}

/**
 * Begins a piece of work every 1/rate seconds. Each is told when it was due, on the clock of `performance.now()`: measured
 * from there, a piece that a slow system kept from beginning counts its wait ("coordinated omission" leaves it out). Work
 * that rejects is counted.
 */
export const openLoop = async (
  rate: number,
  count: number,
  work: (index: number, due: number) => Promise<void>,
): Promise<OpenLoop> => {
  const began = performance.now()
  const under: Promise<void>[] = []
  let failed = 0
  const begin = (index: number, due: number): Promise<void> =>
    work(index, due).catch(() => {
      failed += 1
    })
  while (under.length < count) {
    const due = began + (under.length / rate) * 1000
    const early = due - performance.now()
    if (early > 0) await pause(Math.ceil(early))
    else under.push(begin(under.length, due))
  }
  await Promise.all(under)
  const seconds = (performance.now() - began) / 1000
  return { perSecond: (count - failed) / seconds, failed }
}
