/**
 * The newest value of a source each time the reader comes back for one: what it had no time for is passed over. Ends, or
 * throws, when the source does, after its last value was read.
 */
export async function* latest<Value>(source: AsyncIterable<Value>): AsyncGenerator<Value> {
  let newest: { readonly value: Value } | undefined
  let wake = (): void => undefined
  let over = false
  const pump = async (): Promise<void> => {
    try {
      for await (const value of source) {
        newest = { value }
        wake()
      }
    } finally {
      over = true
      wake()
    }
  }
  const pumping = pump()
  // Whoever reads is told by the await below; without a reader nobody is left to tell.
  pumping.catch(() => undefined)
  for (;;) {
    const taken = newest
    newest = undefined
    if (taken !== undefined) yield taken.value
    else if (isOver()) {
      await pumping
      return
    } else
      await new Promise<void>((resolve) => {
        wake = resolve
      })
  }
  function isOver(): boolean {
    return over
  }
}
