import { z } from 'zod'
import type { Saga } from '../runtime/saga.ts'

const Requested = z.object({
  redeliveryId: z.string(),
  organisationId: z.string(),
  endpointId: z.string(),
  from: z.string(),
  until: z.string(),
  which: z.enum(['FAILED', 'ALL']),
})
type Range = z.output<typeof Requested>

/** The names are stored: they never change. */
export type RedeliveryEffect = {
  readonly kind: 'redeliver'
  readonly range: Range
  /** The position in the log behind which it goes on, decimal. */
  readonly after: string
}

type State = { readonly range?: Range }

const Done = z.object({ next: z.string().nullable() })

/** Has the messages of a span of time delivered again, page by page. */
export const webhookRedelivery: Saga<State, RedeliveryEffect> = {
  name: 'webhookRedelivery',
  version: 1,
  streamPrefixes: ['webhooks-'],
  routes: { WebhookRedeliveryRequested: { starts: 'redeliveryId' } },
  mayRest: false,
  initial: {},
  evolve: (state, message) =>
    message.type === 'input' ? { range: Requested.parse(message.input.data) } : state,
  decide: (message, { range }) => {
    if (message.type === 'input') {
      const effect = { kind: 'redeliver', range: Requested.parse(message.input.data), after: '0' }
      return [{ do: 'request', effect: { ...effect, kind: 'redeliver' } }]
    }
    if (message.type === 'refused') return [{ do: 'end', outcome: message.code }]
    if (message.type !== 'succeeded' || range === undefined) return []
    const { next } = Done.parse(message.result)
    return next === null
      ? [{ do: 'end', outcome: 'DONE' }]
      : [{ do: 'request', effect: { kind: 'redeliver', range, after: next } }]
  },
}
