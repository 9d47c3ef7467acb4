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
  const line = (text = ''): void => void stream.write(`${text}\n`)
  const began = performance.now()
  let shown = -1
  return {
    line,
    heading: (text) => line(`\n── ${text} ${'─'.repeat(Math.max(0, 66 - text.length))}`),
    progress: (label, done, total) => {
      const seconds = (performance.now() - began) / 1000
      const rate = done / Math.max(seconds, 0.001)
      const left = done === 0 ? '' : `, ${((total - done) / rate).toFixed(0)} s left`
      const text = `${label} ${bar(done / total)} ${done}/${total} (${rate.toFixed(1)}/s${left})`
      if (stream.isTTY) stream.write(`\r\x1b[K${text}${done === total ? '\n' : ''}`)
      else if (done !== shown && (done === total || done - shown >= total / 4)) {
        line(text)
        shown = done
      }
    },
    histogram: (counts, shots) => {
      const most = Object.entries(counts).sort(([, a], [, b]) => b - a)
      for (const [bits, seen] of most.slice(0, 8))
        line(`    ${bits}  ${bar(seen / shots)} ${((100 * seen) / shots).toFixed(1).padStart(5)} %`)
      if (most.length > 8) line(`    … and ${most.length - 8} more outcomes`)
    },
  }
}
