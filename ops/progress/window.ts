import { shareOf, type Step } from './step.ts'

export type Pace = {
  /** What is done in a second, of late. */
  readonly perSecond: number
  /** At that pace; absent while nobody can tell. */
  readonly secondsLeft?: number
}

type Sample = { readonly at: number; readonly done: number; readonly share: number | undefined }

/** Long enough to be steady, short enough to notice that a work has become slower. */
const windowMs = 10_000
const betweenSamplesMs = 100

/** The pace of one phase, over a window that moves with it. `at` is in milliseconds and never goes back. */
export const createWindow = (): ((step: Step, at: number) => Pace) => {
  let samples: readonly Sample[] = []
  return (step, at) => {
    const sample = { at, done: step.done, share: shareOf(step) }
    // The one just before the window stays, so that the window is always spanned.
    const inside = samples.findIndex((each) => each.at >= at - windowMs)
    const kept = inside === -1 ? samples.slice(-1) : samples.slice(Math.max(0, inside - 1))
    const last = kept.at(-1)
    samples = last === undefined || at - last.at >= betweenSamplesMs ? [...kept, sample] : kept
    const first = samples[0] ?? sample
    const seconds = (at - first.at) / 1000
    if (seconds <= 0) return { perSecond: 0 }
    const perSecond = Math.max(0, (step.done - first.done) / seconds)
    const gained = ((sample.share ?? 0) - (first.share ?? 0)) / seconds
    if (sample.share === undefined || gained <= 0) return { perSecond }
    return { perSecond, secondsLeft: (1 - sample.share) / gained }
  }
}
