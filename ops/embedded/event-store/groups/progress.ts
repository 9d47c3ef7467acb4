/**
 * How far a group has come. Events are taken in the order of their places and finished in any order; the group is done
 * up to the last place before which nothing is unfinished. A checkpoint is never beyond that.
 */
export type Progress = {
  /** The group has taken an event on; returns its ticket. */
  readonly take: (place: number) => number
  /** The group has looked at events that it does not want, up to a place. */
  readonly pass: (place: number, count: number) => void
  readonly finish: (ticket: number) => void
  /** Undefined while the first event is unfinished. */
  readonly doneUpTo: () => number | undefined
  /** How many events, taken and passed, lie up to there. */
  readonly doneCount: () => number
}

/** An event taken, with the unwanted ones right behind it: when it is done so are they. */
type Step = { until: number; count: number; finished: boolean }

/** `from` is the place of the checkpoint that the group goes on from. */
export const createProgress = (from?: number): Progress => {
  let done = from
  let count = 0
  let first = 0
  let steps: Step[] = []
  /** Finished steps are cut off in bulk. */
  let head = 0
  const advance = (): void => {
    for (let step = steps[head]; step?.finished === true; step = steps[++head]) {
      done = step.until
      count += step.count
    }
    if (head < 1024 && head < steps.length) return
    steps = steps.slice(head)
    first += head
    head = 0
  }
  return {
    take: (place) => {
      steps.push({ until: place, count: 1, finished: false })
      return first + steps.length - 1
    },
    pass: (place, passed) => {
      const last = steps.at(-1)
      if (last === undefined) {
        done = place
        count += passed
      } else {
        last.until = place
        last.count += passed
      }
    },
    finish: (ticket) => {
      const step = steps[ticket - first]
      if (step === undefined) return
      step.finished = true
      advance()
    },
    doneUpTo: () => done,
    doneCount: () => count,
  }
}
