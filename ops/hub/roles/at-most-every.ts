/** Asks anew only when the last answer is so old; until then everybody gets that one, and who comes meanwhile the next. */
export const atMostEvery = <Answer>(
  ms: number,
  ask: () => Promise<Answer>,
  now: () => number = () => performance.now(),
): (() => Promise<Answer>) => {
  let answer: Promise<Answer> | undefined
  let oldAt = 0
  return () => {
    if (answer === undefined || now() >= oldAt) {
      oldAt = Number.POSITIVE_INFINITY
      answer = ask().finally(() => {
        oldAt = now() + ms
      })
    }
    return answer
  }
}
