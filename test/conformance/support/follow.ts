import type {
  AllStreamSubscription,
  ResolvedEvent,
  StreamSubscription,
} from '@eventstore/db-client'
import { createWatch } from './watch.ts'

export type Followed = {
  readonly events: ResolvedEvent[]
  /** `event:n`, `caught-up` in the order in which they came. */
  readonly log: string[]
  readonly count: (n: number) => Promise<readonly ResolvedEvent[]>
  readonly until: (what: string, holds: () => boolean) => Promise<void>
  readonly confirmed: () => Promise<void>
  readonly caughtUp: () => Promise<void>
  readonly failed: () => Promise<Error>
  readonly stop: () => Promise<void>
}

/** Follows a subscription from outside: what came, and promises of what is to come. */
export const follow = (subscription: AllStreamSubscription | StreamSubscription): Followed => {
  const events: ResolvedEvent[] = []
  const log: string[] = []
  const { changed, fail, until, failed } = createWatch()
  subscription.on('confirmation', () => {
    log.push('confirmation')
    changed()
  })
  subscription.on('caughtUp', () => {
    log.push('caught-up')
    changed()
  })
  subscription.on('error', fail)
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
    until,
    confirmed: () => until('the confirmation', () => log.includes('confirmation')),
    caughtUp: () => until('having caught up', () => log.includes('caught-up')),
    failed,
    stop: () => subscription.unsubscribe(),
  }
}
