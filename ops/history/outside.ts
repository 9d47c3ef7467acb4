import type { EventStore } from '../../platform/event-store/types.ts'
import type { Clock } from '../../platform/clock/clock.ts'
import type { History } from '../../platform/history/port.ts'

type Options = { readonly eventStore: Pick<EventStore, 'readAll' | 'head'>; readonly clock: Clock }

/** What lies before the log's first event, or has not come yet, is no moment that anything can be told of. */
export const createOutside =
  ({ eventStore, clock }: Options): History<never>['outside'] =>
  async (moment) => {
    const [first] = await eventStore.readAll({
      maxCount: 1,
      filter: { on: 'stream', regex: '^[^$]' },
    })
    if (moment.kind === 'time') {
      if (moment.time > clock.now())
        return { code: 'MOMENT_TOO_LATE', detail: 'That time has not come yet.' }
      if (first === undefined || moment.time < first.created)
        return {
          code: 'MOMENT_TOO_EARLY',
          detail: `The log begins at ${first?.created.toISOString() ?? 'no time'}.`,
        }
      return undefined
    }
    const head = await eventStore.head()
    if (moment.position > head)
      return { code: 'MOMENT_TOO_LATE', detail: `The log ends at position ${head.toString()}.` }
    if (first === undefined || moment.position < first.position)
      return {
        code: 'MOMENT_TOO_EARLY',
        detail: `The log begins at position ${first?.position.toString() ?? '0'}.`,
      }
    return undefined
  }
