import type {
  AllStreamSubscription,
  ResolvedEvent,
  StreamSubscription,
} from '@eventstore/db-client'

const deadlineMs = 30_000

/** Fails with what was awaited instead of hanging the run. */
export const within = async <T>(promise: Promise<T>, what: string): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited in vain for ${what}`)), deadlineMs)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

export type Followed = {
  readonly events: ResolvedEvent[]
  /** `event:n`, `caught-up` in the order in which they came. */
  readonly log: string[]
  readonly count: (n: number) => Promise<readonly ResolvedEvent[]>
  readonly confirmed: () => Promise<void>
  readonly caughtUp: () => Promise<void>
  readonly failed: () => Promise<Error>
  readonly stop: () => Promise<void>
}

/** Follows a subscription from outside: what came, and promises of what is to come. */
export const follow = (subscription: AllStreamSubscription | StreamSubscription): Followed => {
  const events: ResolvedEvent[] = []
  const log: string[] = []
  const watchers = new Set<() => void>()
  let error: Error | undefined
  const changed = () => {
    for (const watcher of [...watchers]) watcher()
  }
  const until = (what: string, holds: () => boolean): Promise<void> =>
    within(
      new Promise<void>((resolve, reject) => {
        const watcher = () => {
          if (holds()) resolve()
          else if (error !== undefined) reject(error)
          else return
          watchers.delete(watcher)
        }
        watchers.add(watcher)
        watcher()
      }),
      what,
    )
  subscription.on('confirmation', () => {
    log.push('confirmation')
    changed()
  })
  subscription.on('caughtUp', () => {
    log.push('caught-up')
    changed()
  })
  subscription.on('error', (failure: Error) => {
    error = failure
    changed()
  })
  subscription.on('data', (event: ResolvedEvent) => {
    events.push(event)
    log.push('event')
    changed()
  })
  return {
    events,
    log,
    count: async (n) => {
      await until(`${n} events`, () => events.length >= n)
      return events
    },
    confirmed: () => until('the confirmation', () => log.includes('confirmation')),
    caughtUp: () => until('having caught up', () => log.includes('caught-up')),
    failed: async () => {
      await until('an error', () => error !== undefined)
      return error ?? new Error('No error')
    },
    stop: () => subscription.unsubscribe(),
  }
}
