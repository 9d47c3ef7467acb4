import { shareOf, type Step } from './step.ts'
import type { Pace } from './window.ts'

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

export const bytesInWords = (bytes: number): string => {
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  return `${value.toFixed(unit === 0 ? 0 : 1)} ${units[unit] ?? 'B'}`
}

export const secondsInWords = (seconds: number): string => {
  const whole = Math.ceil(seconds)
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  return minutes < 60
    ? `${minutes} min ${whole % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

const amount = (value: number, unit: string): string =>
  unit === 'bytes'
    ? bytesInWords(value)
    : [Math.round(value).toLocaleString('en'), unit].join(' ').trimEnd()

const rateInWords = (perSecond: number, unit: string): string =>
  unit !== 'bytes' && perSecond < 10
    ? `${perSecond.toFixed(1)}/s`
    : `${amount(perSecond, unit === 'bytes' ? unit : '')}/s`

const barWidth = 24

const barOf = (share: number): string => {
  const filled = Math.round(share * barWidth)
  return `[${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}]`
}

/** One line: what is done, a bar where it is drawn, how much, how fast, how long still, how far behind the live end. */
export const lineOf = (
  step: Step,
  { perSecond, secondsLeft }: Pace,
  { bar = true }: { readonly bar?: boolean } = {},
): string => {
  const { phase, done, total, isEstimate = false, unit, lag } = step
  const share = shareOf(step)
  const of = total === undefined ? '' : `of ${isEstimate ? 'about ' : ''}${amount(total, unit)}`
  // The unit stands once: bytes are in words that differ.
  const much = amount(done, total === undefined || unit === 'bytes' ? unit : '')
  const percent =
    share === undefined
      ? []
      : [
          `${Math.floor(share * 100)
            .toString()
            .padStart(bar ? 3 : 0)} %`,
        ]
  return [
    phase,
    ...(share === undefined || !bar ? percent : [`${barOf(share)} ${percent.join('')}`]),
    `${much} ${of}`.trimEnd(),
    rateInWords(perSecond, unit),
    ...(secondsLeft === undefined || share === 1 ? [] : [`${secondsInWords(secondsLeft)} left`]),
    ...(lag === undefined ? [] : [`${amount(lag, 'events')} behind`]),
  ].join('  ')
}
