/** How far a long work is. `unit` is what `done` and `total` count; without a total nobody knows. */
export type Step = {
  readonly phase: string
  readonly done: number
  readonly total?: number
  readonly unit: 'bytes' | 'events'
}

export type OnStep = (step: Step) => void

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

const secondsInWords = (seconds: number): string =>
  seconds < 60
    ? `${Math.ceil(seconds)} s`
    : `${Math.floor(seconds / 60)} min ${Math.ceil(seconds % 60)} s`

const amount = (value: number, unit: Step['unit']): string =>
  unit === 'bytes' ? bytesInWords(value) : `${Math.round(value).toLocaleString('en')} events`

const barWidth = 24

/** One line: what is done, a bar, how much, how fast, how long still. `elapsedMs` counts from the phase's beginning. */
export const lineOf = ({ phase, done, total, unit }: Step, elapsedMs: number): string => {
  const rate = elapsedMs > 0 ? (done / elapsedMs) * 1000 : 0
  const speed = `${amount(rate, unit)}/s`
  if (total === undefined) return `${phase}  ${amount(done, unit)}  ${speed}`
  const share = total === 0 ? 1 : Math.min(1, done / total)
  const filled = Math.round(share * barWidth)
  const bar = `[${'#'.repeat(filled)}${'.'.repeat(barWidth - filled)}]`
  const left = rate > 0 && share < 1 ? `  ${secondsInWords((total - done) / rate)} left` : ''
  return `${phase}  ${bar} ${(share * 100).toFixed(0).padStart(3)} %  ${amount(done, unit)} of ${amount(total, unit)}  ${speed}${left}`
}

/** Where progress goes: a line that is drawn over on a terminal, lines of JSON for programs, or nowhere. */
export type Screen = {
  readonly json: boolean
  readonly isTerminal: boolean
  readonly draw: (text: string) => void
  readonly print: (line: string) => void
  readonly now: () => number
}

const every = 100

/** Shows steps, at most ten a second; `end` clears the line. */
export const createReporter = (
  screen: Screen,
): { readonly step: OnStep; readonly end: () => void } => {
  let phase = ''
  let begun = 0
  let shown = -Infinity
  let drawn = false
  return {
    step: (step) => {
      const now = screen.now()
      const isNew = step.phase !== phase
      if (isNew) {
        phase = step.phase
        begun = now
      }
      const isLast = step.total !== undefined && step.done >= step.total
      if (!isNew && !isLast && now - shown < every) return
      shown = now
      const elapsedMs = now - begun
      if (screen.json) {
        const perSecond = elapsedMs > 0 ? Math.round((step.done / elapsedMs) * 1000) : 0
        screen.print(
          JSON.stringify({
            kind: 'progress',
            ...step,
            perSecond,
            elapsedMs: Math.round(elapsedMs),
          }),
        )
      } else if (screen.isTerminal) {
        screen.draw(`\r\u001b[2K${lineOf(step, elapsedMs)}`)
        drawn = true
      }
    },
    end: () => {
      if (drawn) screen.draw('\r\u001b[2K')
      drawn = false
    },
  }
}
