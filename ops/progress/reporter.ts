import { shareOf, type OnStep } from './step.ts'
import { createWindow } from './window.ts'
import { lineOf } from './words.ts'

/** Where progress goes: a line that is drawn over on a terminal, plain lines now and then elsewhere, JSON for programs. */
export type Screen = {
  readonly json: boolean
  readonly isTerminal: boolean
  /** Columns of the terminal: a longer line could not be drawn over. */
  readonly width: () => number
  /** To the terminal, or the log of whoever started the program. */
  readonly draw: (text: string) => void
  readonly print: (line: string) => void
  readonly now: () => number
}

export type Reporter = {
  readonly step: OnStep
  /** A line of its own; what is drawn comes back below it. */
  readonly say: (line: string) => void
  /** Clears what is drawn; a work may go on behind it. */
  readonly end: () => void
}

const betweenMs = { terminal: 100, json: 500, plain: 5_000 } as const
const clear = '\r\u001b[2K'

/** Shows the steps of a long work, no more often than is of use. What is over before a plain line is due says nothing. */
export const createReporter = (screen: Screen): Reporter => {
  const { json, isTerminal, width, draw, print, now } = screen
  const every = betweenMs[json ? 'json' : isTerminal ? 'terminal' : 'plain']
  let phase: string | undefined
  let begun = 0
  let pace = createWindow()
  let shown = now()
  let drawn = ''
  return {
    step: (step) => {
      const at = now()
      const isNew = step.phase !== phase
      if (isNew) {
        phase = step.phase
        begun = at
        pace = createWindow()
      }
      const current = pace(step, at)
      const isTurn = isNew || shareOf(step) === 1
      if (at - shown < every && !(isTurn && (json || isTerminal))) return
      shown = at
      if (json) {
        const elapsedMs = Math.round(at - begun)
        const perSecond = Math.round(current.perSecond)
        const secondsLeft =
          current.secondsLeft === undefined ? {} : { secondsLeft: Math.ceil(current.secondsLeft) }
        print(JSON.stringify({ kind: 'progress', ...step, perSecond, ...secondsLeft, elapsedMs }))
      } else if (isTerminal) {
        drawn = lineOf(step, current).slice(0, width() - 1)
        draw(`${clear}${drawn}`)
      } else draw(`${lineOf(step, current, { bar: false })}\n`)
    },
    say: (line) => {
      draw(`${drawn === '' ? '' : clear}${line}\n${drawn}`)
    },
    end: () => {
      if (drawn !== '') draw(clear)
      drawn = ''
    },
  }
}

/** What people see goes to stderr, what programs read to stdout. */
export const processScreen = (json: boolean): Screen => ({
  json,
  isTerminal: process.stderr.isTTY,
  width: () => process.stderr.columns,
  draw: (text) => void process.stderr.write(text),
  print: (line) => void process.stdout.write(`${line}\n`),
  now: () => performance.now(),
})
