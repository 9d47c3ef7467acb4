import type { Logger } from 'pino'
import type { Services } from '../../../commands/shared/services.ts'
import { decodeEvent } from '../../../domain/events.ts'
import { toldTypes } from '../../../domain/engagement/told.ts'
import { newsTypes } from '../../../domain/engagement/webhook-payload.ts'
import type { ProgressStore } from '../../../platform/checkpoint/progress.ts'
import { insist } from '../../runtime/insist.ts'
import { partitionOf } from '../../runtime/partition.ts'
import { createReader, type Reader } from '../../runtime/reader.ts'
import { createPast } from './past.ts'
import { followFacts } from './stream-facts.ts'
import { tell } from './tell.ts'

/** Streams that tell something, and those that say whom and how. */
const followedPrefixes: readonly string[] = [
  'job-',
  'wallet-',
  'device-',
  'session-',
  'user-',
  'organisation-',
  'apiKey-',
  'keyReminder-',
  'mfa-',
  'identities-',
  'subscription-',
  'listing-',
  'review-',
  'appVersion-',
  'notificationPreferences-',
  'webhooks-',
]

/**
 * Reads the log for everybody who wants mails or webhooks of what happens. It only puts on record what is to be sent; sagas
 * send. What was put on record once is found when the log is read again: a replay sends nothing.
 */
export const createTeller = (
  services: Services,
  progress: ProgressStore,
  logger: Logger,
): Reader => {
  const { eventStore } = services
  const past = createPast(eventStore)
  const facts = followFacts(eventStore)
  const teller = { services, past }
  return createReader({
    eventStore,
    progress,
    streamPrefixes: followedPrefixes,
    logger,
    maxOpen: 256,
    tasksOf: (recorded) => {
      const { stream, type } = recorded
      past.forget(stream)
      const factsBefore = facts.pass(recorded)
      if (!toldTypes.has(type) && !newsTypes.has(type)) return []
      const complain = (error: unknown): void =>
        logger.error({ error, stream, event: recorded.id }, 'an event could not be told of')
      const run = (signal: AbortSignal): Promise<void> =>
        insist(
          async () => {
            const before = await factsBefore()
            await tell(teller, { recorded, event: decodeEvent(recorded), before }, signal)
          },
          complain,
          signal,
        )
      return [{ partition: partitionOf(stream), run }]
    },
  })
}
