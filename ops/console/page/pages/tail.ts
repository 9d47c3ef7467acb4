import { follow } from '../api/follow.ts'
import { failureOf } from '../api/failure.ts'
import { logColumns } from '../parts/event-table.ts'
import { table } from '../parts/table.ts'
import { type EventFilter, type EventRow, newEvents } from '../queries/events.ts'
import { withToken } from '../session/holder.ts'
import { announce } from '../shell/announce.ts'

/** Rows that stay: who wants more pages through the log. */
const mostRows = 200
/** How long a connection that ended is left alone, in ms. */
const restMs = 2_000
/** How often a listener is told how much has come, in ms. */
const tellMs = 5_000

const rowOf = (event: EventRow): Element | null =>
  table('', logColumns, [event]).querySelector('tbody tr')

/** Puts what comes above what is there, until the signal ends it; comes back when the connection is lost. */
export const tailEvents = (
  list: HTMLElement,
  known: readonly EventRow[],
  filter: EventFilter,
  position: string | null,
  told: HTMLElement,
  signal: AbortSignal,
): void => {
  const body = list.querySelector('tbody')
  const seen = new Set(known.map(({ eventId }) => eventId))
  let unheard = 0
  // From where the log is followed on after a connection was lost.
  let after = position
  const take = (event: EventRow): void => {
    if (seen.has(event.eventId)) return
    seen.add(event.eventId)
    const row = rowOf(event)
    if (row === null || body === null) return
    row.classList.add('fresh')
    body.prepend(row)
    while (body.children.length > mostRows) body.lastElementChild?.remove()
    unheard += 1
  }
  const teller = setInterval(() => {
    if (unheard > 0) announce(`${unheard} new ${unheard === 1 ? 'event' : 'events'}`)
    unheard = 0
  }, tellMs)
  signal.addEventListener('abort', () => clearInterval(teller))

  const connect = async (): Promise<void> => {
    told.textContent = 'Connecting …'
    await withToken(
      (token) =>
        new Promise<void>((resolve, reject) => {
          follow(newEvents, { filter, after }, token, signal, {
            onOpen: () => {
              told.textContent = 'Following'
              told.dataset['live'] = 'true'
            },
            onData: ({ logEventAppended: { position: reached, events } }) => {
              after = reached
              for (const event of events) take(event)
            },
            onEnd: (failure) => (failure === undefined ? resolve() : reject(failure)),
          })
        }),
    )
  }
  const keepOn = (): void => {
    connect()
      .then(() => 'The hub ended the connection.')
      .catch((thrown: unknown) => {
        const { code, message } = failureOf(thrown)
        return `${code}: ${message}`
      })
      .then((why) => {
        if (signal.aborted) return
        delete told.dataset['live']
        told.textContent = `${why} Trying again …`
        setTimeout(keepOn, restMs)
      })
      .catch(() => undefined)
  }
  keepOn()
}
