import { createReporter } from '../progress/reporter.ts'
import type { Counts } from './circuits.ts'

/** What a person sees while the demo runs; a machine gets one line at the end instead. */
export type Screen = {
  readonly line: (text?: string) => void
  readonly heading: (text: string) => void
  /** A bar that grows in place on a terminal; a plain line now and then elsewhere. */
  readonly progress: (label: string, done: number, total: number) => void
  readonly histogram: (counts: Counts, shots: number) => void
}

const width = 28

const bar = (part: number): string => '█'.repeat(Math.round(part * width)).padEnd(width, '·')

export const createScreen = (stream: NodeJS.WriteStream): Screen => {
  const reporter = createReporter({
    json: false,
    isTerminal: stream.isTTY,
    width: () => stream.columns,
    draw: (text) => void stream.write(text),
    print: () => undefined,
    now: () => performance.now(),
  })
  const line = (text = ''): void => reporter.say(text)
  return {
    line,
    heading: (text) => line(`\n── ${text} ${'─'.repeat(Math.max(0, 66 - text.length))}`),
    progress: (label, done, total) => {
      reporter.step({ phase: label, done, total, unit: '' })
      if (done < total) return
      reporter.end()
      line(`${label}  ${done} of ${total}`)
    },
    histogram: (counts, shots) => {
      const most = Object.entries(counts).sort(([, a], [, b]) => b - a)
      for (const [bits, seen] of most.slice(0, 8))
        line(`    ${bits}  ${bar(seen / shots)} ${((100 * seen) / shots).toFixed(1).padStart(5)} %`)
      if (most.length > 8) line(`    … and ${most.length - 8} more outcomes`)
    },
  }
}
