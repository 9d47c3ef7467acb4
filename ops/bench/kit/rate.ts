/** Work side by side for a while: `width` lanes, each told its number and how often it has worked. Pieces per second. */
export const rateFor = async (
  ms: number,
  width: number,
  work: (lane: number, turn: number) => Promise<number>,
): Promise<number> => {
  const began = performance.now()
  let pieces = 0
  const lane = async (number: number): Promise<void> => {
    for (let turn = 0; performance.now() - began < ms; turn++) {
      const done = await work(number, turn)
      // Only now: a sum that is read before the wait forgets what others added meanwhile.
      pieces += done
    }
  }
  await Promise.all(Array.from({ length: width }, (_, number) => lane(number)))
  return pieces / ((performance.now() - began) / 1000)
}

/** What the work counted, per second. */
export const rateOf = async (work: () => Promise<number>): Promise<number> => {
  const began = performance.now()
  const pieces = await work()
  return pieces / ((performance.now() - began) / 1000)
}
