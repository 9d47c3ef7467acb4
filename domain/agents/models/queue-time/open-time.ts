import { nextOpening, type ExecutionWindow, openUntil } from '../../../devices/windows.ts'

/** Work that would last longer than this many openings is taken to be done at the last of them. */
const mostOpenings = 60

/** When so many seconds of open time have passed since an instant; ms since the epoch. */
export const afterOpenSeconds = (
  windows: readonly ExecutionWindow[],
  fromMs: number,
  seconds: number,
): number => {
  let at = nextOpening(windows, fromMs)
  let leftMs = seconds * 1000
  for (let opening = 0; opening < mostOpenings; opening++) {
    const closes = openUntil(windows, at)
    if (at + leftMs <= closes) return at + leftMs
    leftMs -= closes - at
    at = nextOpening(windows, closes)
  }
  return at
}
