import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isDeadly, type Point } from '../points/catalogue.ts'
import { nextHand, type Hand } from './plan.ts'
import { startProcess, type WarmProcess } from './warm-process.ts'

/** The hub, taken through the points one hand after the other; where it dies, the next process takes over at once. */
export type StruckHub = {
  /** Resolves when every point has fired or was given up. */
  readonly strike: (points: readonly Point[]) => Promise<void>
  /** Points that have fired. */
  readonly fired: () => readonly Point[]
  /** Points that were armed several times and never came due. */
  readonly missed: () => readonly Point[]
  readonly mishaps: () => readonly string[]
  /** How often a hub was started. */
  readonly starts: () => number
  readonly logFile: string
  /** SIGTERM, for good; the exit code. */
  readonly stop: () => Promise<number | null>
}

export type StruckHubOptions = {
  /** What Node is given: ops/faults/points/process.ts. */
  readonly program: string
  readonly dataDir: string
  /** Of the hub's process: its configuration. */
  readonly environment: Readonly<Record<string, string>>
  readonly killEventStore: () => void
  readonly bug?: string
  readonly onFired: (fired: number) => void
  /** How long a hub that is ready may go without any point firing. Default 20 s. */
  readonly patienceMs?: number
}

/** So many processes have their modules loaded and wait. */
const spares = 2
const mostTries = 3
const lookEveryMs = 250
const longestStartMs = 180_000

type Tried = { readonly point: Point; readonly tries: number }

/** The configuration is ours alone, whatever the caller's environment says. */
const withoutSettings = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('QHUB_')))

export const strikeHub = (options: StruckHubOptions): StruckHub => {
  const { program, dataDir, bug, killEventStore, onFired, patienceMs = 20_000 } = options
  const logFile = join(dataDir, 'hub.log')
  const environment = { ...withoutSettings(process.env), ...options.environment }
  /** What was done when, for who keeps the data. */
  const note = (what: string, { number, operation, fault, skip }: Partial<Point> = {}): void =>
    appendFileSync(
      join(dataDir, 'points.log'),
      `${JSON.stringify({ at: new Date(), what, number, operation, fault, skip })}\n`,
    )
  const spare = (): WarmProcess => startProcess(program, environment, logFile, bug)
  const waiting = Array.from({ length: spares }, spare)
  const mishaps: string[] = []
  const fired: Point[] = []
  const missed: Point[] = []
  const armed = new Map<number, Point>()
  let starts = 0
  let stopping = false
  let dying = false
  /** When the hub that runs said that it is ready. */
  let readyAt: number | undefined
  let progressAt = performance.now()
  let progress = (): void => undefined
  let current: WarmProcess

  const hearFired = (number: number): void => {
    const point = armed.get(number)
    if (point === undefined) return
    armed.delete(number)
    fired.push(point)
    note('fired', point)
    dying ||= isDeadly(point)
    onFired(fired.length)
    progressAt = performance.now()
    progress()
  }

  const takeOver = (): WarmProcess => {
    const next = waiting.shift() ?? spare()
    waiting.push(spare())
    starts += 1
    note('start')
    dying = false
    readyAt = undefined
    next.hear((report) => {
      switch (report.told) {
        case 'fired':
          hearFired(report.point)
          return
        case 'kill-store':
          killEventStore()
          return
        case 'ready':
          readyAt = performance.now()
          note('ready')
          return
        case 'failed':
          note(report.error)
          return
        case 'warm':
          return
        default:
          report satisfies never
      }
    })
    void next.warm.then(() => next.say([...armed.values()]))
    void next.ended.then(({ code, signal }) => {
      if (stopping) return
      // One that could not start, for want of a server or of time, is started again, as a service manager does.
      if (readyAt !== undefined && !dying)
        mishaps.push(`the hub ended by itself with ${signal ?? `code ${code ?? '?'}`}`)
      // Not at once, where it cannot even start.
      void pause(dying ? 0 : 500).then(() => {
        if (stopping) return
        current = takeOver()
      })
    })
    return next
  }
  current = takeOver()

  /** Waits until something fired, or for a moment. */
  const somethingHappens = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, lookEveryMs)
      progress = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  /** A hub that runs has its time to come to a point; one that starts has more. */
  const isLate = (): boolean => {
    const now = performance.now()
    return readyAt === undefined
      ? now - progressAt > longestStartMs
      : now - Math.max(progressAt, readyAt) > patienceMs
  }

  /** The points of one part of a hand, all armed; those that did not come due. */
  const play = async (points: readonly Point[]): Promise<readonly Point[]> => {
    progressAt = performance.now()
    for (const point of points) {
      armed.set(point.number, point)
      note('armed', point)
    }
    if (points.some(({ operation }) => operation === 'postgres.lease')) {
      // Leases are taken as a hub starts: the next one is told of the points in its first word.
      dying = true
      current.kill()
    } else if (points.length > 0) current.say([...armed.values()])
    while (armed.size > 0) {
      await somethingHappens()
      if (!isLate()) continue
      const late = [...armed.values()]
      for (const point of late) note('late', point)
      armed.clear()
      current.say([])
      return late
    }
    return []
  }

  const playHand = async ({ faults, kill }: Hand): Promise<readonly Point[]> => [
    ...(await play(faults)),
    ...(kill === undefined ? [] : await play([kill])),
  ]

  return {
    strike: async (points) => {
      let left: readonly Tried[] = points.map((point) => ({ point, tries: 0 }))
      while (left.length > 0) {
        const tries = new Map(left.map(({ point, tries: before }) => [point.number, before]))
        const { hand, left: others } = nextHand(left.map(({ point }) => point))
        const late = await playHand(hand)
        const again = late.map((point) => ({
          // The rarest thing happens once, when there is no hurry.
          point: { ...point, skip: 0 },
          tries: (tries.get(point.number) ?? 0) + 1,
        }))
        missed.push(...again.filter((each) => each.tries >= mostTries).map(({ point }) => point))
        left = [
          ...others.map((point) => ({ point, tries: tries.get(point.number) ?? 0 })),
          ...again.filter((each) => each.tries < mostTries),
        ]
      }
    },
    fired: () => fired,
    missed: () => missed,
    mishaps: () => mishaps,
    starts: () => starts,
    logFile,
    stop: async () => {
      stopping = true
      for (const each of waiting) each.stop()
      current.stop()
      const [{ code }] = await Promise.all([current.ended, ...waiting.map(({ ended }) => ended)])
      return code
    },
  }
}
