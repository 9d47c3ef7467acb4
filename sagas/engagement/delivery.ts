import { z } from 'zod'
import type { Saga, SagaAction } from '../runtime/saga.ts'

type Of = { readonly messageId: string; readonly deliveryId: string }

/** The names are stored: they never change. */
export type DeliveryEffect =
  | ({ readonly kind: 'attempt'; readonly attempt: number } & Of)
  /** Tells the endpoint that it was given up, or is gone for good. */
  | ({ readonly kind: 'giveUp'; readonly gone: boolean } & Of)

type State = Of & {
  /** Made, or being made. */
  readonly attempts: number
}

const Requested = z.object({ messageId: z.string(), deliveryId: z.string() })

/** What came of an attempt, or that it is too early for one. */
const Attempted = z.discriminatedUnion('came', [
  z.object({ came: z.literal('DELIVERED') }),
  z.object({ came: z.literal('LATER'), at: z.string() }),
  /** The endpoint is busy with others: nothing was sent. */
  z.object({ came: z.literal('BUSY'), at: z.string() }),
  z.object({ came: z.literal('FAILED'), gone: z.boolean() }),
])
export type Attempted = z.output<typeof Attempted>

const ofState = ({ messageId, deliveryId }: State): Of => ({ messageId, deliveryId })

/** Takes one message to one endpoint: attempt by attempt, with longer and longer pauses, until it is taken or given up. */
export const webhookDelivery: Saga<State, DeliveryEffect> = {
  name: 'webhookDelivery',
  version: 1,
  streamPrefixes: ['webhookMessage-'],
  routes: { WebhookDeliveryRequested: { starts: 'deliveryId' } },
  mayRest: false,
  initial: { messageId: '', deliveryId: '', attempts: 0 },
  evolve: (state, message) => {
    switch (message.type) {
      case 'input': {
        const { messageId, deliveryId } = Requested.parse(message.input.data)
        return { messageId, deliveryId, attempts: 1 }
      }
      case 'succeeded':
        return message.kind === 'attempt' && Attempted.parse(message.result).came === 'LATER'
          ? { ...state, attempts: state.attempts + 1 }
          : state
      default:
        return state
    }
  },
  decide: (message, state) => {
    const attempt = state.attempts
    switch (message.type) {
      case 'input': {
        const { messageId, deliveryId } = Requested.parse(message.input.data)
        return [{ do: 'request', effect: { kind: 'attempt', attempt: 1, messageId, deliveryId } }]
      }
      case 'timer':
        return [{ do: 'request', effect: { kind: 'attempt', attempt, ...ofState(state) } }]
      case 'refused':
        return [{ do: 'end', outcome: message.code }]
      case 'unknown':
        // At least once is what receivers are promised: it is sent again, under its id.
        return [{ do: 'request', effect: { kind: 'attempt', attempt, ...ofState(state) } }]
      case 'succeeded':
        return message.kind === 'attempt'
          ? after(Attempted.parse(message.result), state)
          : [{ do: 'end', outcome: 'GIVEN_UP' }]
    }
  },
}

const after = (attempted: Attempted, state: State): readonly SagaAction<DeliveryEffect>[] => {
  switch (attempted.came) {
    case 'DELIVERED':
      return [{ do: 'end', outcome: 'DELIVERED' }]
    case 'LATER':
    case 'BUSY':
      return [{ do: 'schedule', name: 'retry', dueAt: attempted.at }]
    case 'FAILED':
      return [
        { do: 'request', effect: { kind: 'giveUp', gone: attempted.gone, ...ofState(state) } },
      ]
  }
}
