import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { inheritedExecArgs } from '../embedded/event-store/exec-args.ts'
import { fillWithJobs } from './kit/fill.ts'
import { storyLength } from './kit/job-story.ts'
import { memoryOf } from './kit/memory.ts'
import type { Figure, Part } from './kit/part.ts'
import {
  scratchPostgres,
  scratchStore,
  type ScratchPostgres,
  type ScratchStore,
} from './kit/scratch.ts'
import { percentile } from './kit/statistics.ts'

/** What was seen of a rebuild when so many events had been read. */
type Sample = {
  readonly events: number
  readonly seconds: number
  readonly builder: number
  readonly node: number
}

const main = fileURLToPath(new URL('./kit/rebuild-main.ts', import.meta.url))
const group = 'jobs'
const sampleEveryMs = 1_000

/** A new generation from the beginning of the log, by a process whose memory is its own. */
const rebuildAside = async (
  store: ScratchStore,
  postgresUrl: string,
  say: (line: string) => void,
): Promise<readonly Sample[]> => {
  const samples: Sample[] = []
  const args = [...inheritedExecArgs(), main, store.connectionString, postgresUrl, group]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let began: number | undefined
  let events = 0
  const sample = (): void => {
    if (began === undefined) return
    const seconds = (performance.now() - began) / 1000
    const [builder, node] = [memoryOf(child.pid ?? 0).own, memoryOf(store.pid).own]
    samples.push({ events, seconds, builder, node })
    if (samples.length % 10 === 0)
      say(
        `${events} events in ${seconds.toFixed(0)} s; MiB: builder ${builder.toFixed(0)}, node ${node.toFixed(0)}`,
      )
  }
  const timer = setInterval(sample, sampleEveryMs)
  createInterface({ input: child.stdout }).on('line', (line) => {
    // The first line says that it begins.
    began ??= performance.now()
    events = Number(line)
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.stdout.once('end', sample)
    child.once('close', resolve)
  })
  clearInterval(timer)
  if (code !== 0) throw new Error(`the rebuild ended with ${code ?? 'a signal'}`)
  return samples
}

const known = (values: readonly number[]): readonly number[] =>
  values.filter((value) => Number.isFinite(value) && value > 0)

const inWords = (events: number): string =>
  events >= 1e6 ? `${events / 1e6}M` : events >= 1e3 ? `${events / 1e3}k` : String(events)

type Measured = {
  readonly rate: number
  readonly builder: number
  readonly node: number
  readonly figures: readonly Figure[]
}

const figuresOf = (size: number, filled: number, samples: readonly Sample[]): Measured => {
  const last = samples.at(-1)
  const rate = (last?.events ?? 0) / (last?.seconds ?? Number.NaN)
  const of = (pick: (one: Sample) => number) => known(samples.map(pick))
  const builders = of(({ builder }) => builder)
  const nodes = of(({ node }) => node)
  const at = `at ${inWords(size)}`
  const mib = (name: string, value: number): Figure => ({
    name: `${at}: ${name}`,
    value,
    unit: 'MiB',
  })
  return {
    rate,
    builder: Math.max(...builders),
    node: Math.max(...nodes),
    figures: [
      { name: `${at}: appended`, value: filled, unit: 'events/s' },
      { name: `${at}: rebuilt (${group})`, value: rate, unit: 'events/s' },
      mib('memory of the builder, median', percentile(builders, 0.5)),
      mib('memory of the builder, most', Math.max(...builders)),
      mib('memory of the event store, median', percentile(nodes, 0.5)),
      mib('memory of the event store, most', Math.max(...nodes)),
    ],
  }
}

/** From the first size to the last: neither the rate nor the memory may depend on the length of the log. */
const comparison = (sizes: readonly number[], measured: readonly Measured[]): readonly Figure[] => {
  const [first, last] = [measured[0], measured.at(-1)]
  if (first === undefined || last === undefined || measured.length < 2) return []
  const between = `${inWords(sizes.at(-1) ?? 0)} / ${inWords(sizes[0] ?? 0)}`
  return [
    {
      name: `${between}: rate of the rebuild`,
      value: last.rate / first.rate,
      unit: '×',
      target: { atLeast: 0.8 },
    },
    // Caches of a fixed size fill between the first and the next; what grows with the log grows with its factor.
    {
      name: `${between}: builder's most memory`,
      value: last.builder / first.builder,
      unit: '×',
      target: { atMost: 3 },
    },
    {
      name: `${between}: event store's most memory`,
      value: last.node / first.node,
      unit: '×',
      target: { atMost: 3 },
    },
  ]
}

const round = async (
  store: ScratchStore,
  postgres: ScratchPostgres,
  sizes: readonly number[],
  say: (line: string) => void,
): Promise<readonly Figure[]> => {
  const measured: Measured[] = []
  let stories = 0
  for (const size of sizes) {
    const began = performance.now()
    const before = stories
    // In pieces, so that whoever watches sees it grow.
    while (stories * storyLength < size) {
      const piece = Math.min(size - stories * storyLength, 250_000)
      const { events } = await fillWithJobs(store.eventStore, piece, stories)
      stories += events / storyLength
      say(`${stories * storyLength} of ${size} events in the log`)
    }
    const filled = ((stories - before) * storyLength) / ((performance.now() - began) / 1000)
    const database = await postgres.database()
    try {
      measured.push(figuresOf(size, filled, await rebuildAside(store, database.url, say)))
    } finally {
      await database.drop()
    }
  }
  return [...measured.flatMap(({ figures }) => figures), ...comparison(sizes, measured)]
}

/** A log that grows to each of the sizes; at each a keyed model is rebuilt and memory is looked at every second. */
export const scale: Part = {
  name: 'scale',
  about: 'rates and memory of a rebuild over logs of --events; one log that grows (on demand)',
  rounds: 1,
  onDemand: true,
  open: async ({ events, say }) => {
    const sizes = [...events].sort((a, b) => a - b)
    const store = await scratchStore()
    const postgres = await scratchPostgres()
    return {
      round: () => round(store, postgres, sizes, say),
      stop: async () => {
        await store.stop()
        await postgres.stop()
      },
    }
  },
}
