import { setTimeout as pause } from 'node:timers/promises'
import type { Operation, Point } from './catalogue.ts'

/** What a fault does to the world around the operation. */
export type Means = {
  /** Told before anything is done: this process may not live to tell it later. */
  readonly fired: (point: Point) => void
  /** Never returns. */
  readonly die: () => never
  readonly cut: (operation: Operation) => void
  readonly killStore: () => void
}

/** The error of a port whose server is away, and of one whose answer got lost. */
export type Troubles = { readonly away: () => Error; readonly lost: () => Error }

export type Edge = {
  /** In place of those armed before. */
  readonly arm: (points: readonly Point[]) => void
  /** Runs the operation as the point that is due at it, if one is, will have it. */
  readonly cross: <Value>(
    operation: Operation,
    troubles: Troubles,
    run: () => Promise<Value>,
  ) => Promise<Value>
  /** The same for what cannot be waited for, nor fail: it is dropped where its reply would be lost. */
  readonly pass: (operation: Operation, run: () => void) => void
}

type Armed = { readonly point: Point; left: number }

export const createEdge = ({ fired, die, cut, killStore }: Means): Edge => {
  let armed: Armed[] = []

  const due = (operation: Operation): Point | undefined => {
    for (const each of armed) {
      if (each.point.operation !== operation) continue
      if (each.left > 0) each.left -= 1
      else {
        armed = armed.filter((other) => other !== each)
        return each.point
      }
    }
    return undefined
  }
  /** The operation failed by itself: its end, for which the point was meant, is still to come. */
  const again = (point: Point): void => {
    armed = [...armed, { point, left: 0 }]
  }

  return {
    arm: (points) => {
      armed = points.map((point) => ({ point, left: point.skip }))
    },
    cross: async (operation, troubles, run) => {
      const point = due(operation)
      if (point === undefined) return run()
      switch (point.fault) {
        case 'kill-before':
          fired(point)
          return die()
        case 'error-before':
          fired(point)
          throw troubles.away()
        case 'stall':
          fired(point)
          await pause(point.stallMs)
          return run()
        case 'cut': {
          fired(point)
          const running = run()
          // What was asked for is on its way, its answer is not.
          setImmediate(() => cut(operation))
          return running
        }
        case 'kill-store':
          fired(point)
          killStore()
          return run()
        case 'kill-after':
        case 'lost-reply': {
          try {
            await run()
          } catch (error) {
            again(point)
            throw error
          }
          fired(point)
          if (point.fault === 'kill-after') return die()
          throw troubles.lost()
        }
        default:
          return point.fault satisfies never
      }
    },
    pass: (operation, run) => {
      const point = due(operation)
      if (point === undefined) {
        run()
        return
      }
      if (point.fault !== 'kill-after') fired(point)
      if (point.fault === 'kill-before') die()
      if (point.fault === 'lost-reply') return
      run()
      if (point.fault === 'cut') cut(operation)
      if (point.fault !== 'kill-after') return
      fired(point)
      die()
    },
  }
}
