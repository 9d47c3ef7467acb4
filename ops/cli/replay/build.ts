import { buildGeneration, type BuildProgress } from '../../../projections/generations/build.ts'
import { beginGeneration } from '../../../projections/generations/generations.ts'
import { eventsLeft } from '../../../projections/generations/events-left.ts'
import type { Attached } from '../attached.ts'
import { asJson, print, say } from '../say.ts'

const everyMs = 500
const width = 30

const bar = (part: number): string => {
  const full = Math.round(Math.min(1, part) * width)
  return `${'█'.repeat(full)}${'░'.repeat(width - full)}`
}

const inWords = (seconds: number): string =>
  seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`

/** Builds the next generation and tells how far it is: a bar on a terminal, plain lines elsewhere, JSON on request. */
export const buildNext = async (
  { connections: { postgres, eventStore, vault } }: Attached,
  json: boolean,
): Promise<void> => {
  const { pool } = postgres
  const begun = await beginGeneration(pool)
  const { generation } = begun
  const { events: left, exact } = await eventsLeft(eventStore, begun.position, begun.events)
  const stopping = new AbortController()
  const stop = (): void => stopping.abort(new Error('stopped; qhub replay start goes on from here'))
  process.once('SIGINT', stop).once('SIGTERM', stop)
  const began = performance.now()
  let shown = 0
  const show = ({ phase, events, position }: BuildProgress): void => {
    const seconds = (performance.now() - began) / 1000
    const isLast = phase === 'done'
    if (!isLast && performance.now() - shown < everyMs) return
    shown = performance.now()
    const rate = events / seconds
    const leftSeconds = rate === 0 ? 0 : Math.max(0, left - events) / rate
    if (json) {
      print(asJson({ generation, phase, events, position, left, exact, rate: Math.round(rate) }))
      return
    }
    const total = `${events} of ${exact ? '' : 'about '}${left} events`
    const line = `generation ${generation} ${phase}: ${total}, ${Math.round(rate)}/s, ${inWords(leftSeconds)} left`
    if (!process.stderr.isTTY) say(line)
    else
      process.stderr.write(
        `\r\x1b[K${bar(left === 0 ? 1 : events / left)} ${line}${isLast ? '\n' : ''}`,
      )
  }
  try {
    const { signal } = stopping
    await buildGeneration({ eventStore, pool, vault, generation, signal, onProgress: show })
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
  }
  if (!json)
    print(`generation ${generation} follows the log: qhub replay diff, qhub replay promote`)
}
