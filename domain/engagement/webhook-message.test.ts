import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { decider } from '../../test/kit/given-when-then/decider.ts'
import { meta } from '../../test/kit/given-when-then/meta.ts'
import { msOf } from '../shared/instant.ts'
import { isRejection } from '../shared/rejection.ts'
import {
  mostDeliveries,
  webhookMessage,
  type AttemptOutcome,
  type WebhookMessageCommand,
} from './webhook-message.ts'
import { mostAttempts, pauses, retryAt } from './webhook-retries.ts'

const id = (n: number): string => `6f1c2a80-0000-4000-8000-${String(n).padStart(12, '0')}`
const of = { messageId: id(1), deliveryId: id(2) }
const send: WebhookMessageCommand = {
  type: 'Send',
  ...of,
  organisationId: id(3),
  endpointId: id(4),
  eventType: 'job.failed',
  body: '{}',
  cause: 'EVENT',
}
const answered = (status: number): AttemptOutcome => ({ kind: 'ANSWERED', status, excerpt: '' })
const record = (attempt: number, outcome: AttemptOutcome): WebhookMessageCommand => ({
  type: 'RecordAttempt',
  ...of,
  attempt,
  latencyMs: 1,
  outcome,
})
const { given, after } = decider(webhookMessage)

t.test('a message is made once, with its first delivery', async () => {
  given().when(send).then(['WebhookMessageCreated', 'WebhookDeliveryRequested'])
  after(send).when(send).then([])
})

t.test('an attempt ends the delivery, or says when the next one is', async (t) => {
  const outcomeOf = (outcome: AttemptOutcome) => {
    const { decision } = after(send).when(record(1, outcome))
    const [event] = isRejection(decision) ? [] : decision
    return event?.type === 'WebhookAttempted' ? event.data : undefined
  }
  t.match(outcomeOf(answered(204)), { delivered: true, retryAt: undefined })
  t.match(outcomeOf(answered(500)), { delivered: false, retryAt: String })
  t.match(outcomeOf(answered(302)), { delivered: false, retryAt: String })
  t.match(outcomeOf(answered(410)), { delivered: false, retryAt: undefined })
  t.match(outcomeOf({ kind: 'NOT_ANSWERED', reason: 'TIMED_OUT', detail: '' }), {
    delivered: false,
    retryAt: String,
  })
  after(send, record(1, answered(204)))
    .when(record(2, answered(204)))
    .then([])
  after(send, record(1, answered(500)))
    .when(record(1, answered(204)))
    .then([])
})

t.test('the last attempt is the last', async (t) => {
  const failed = Array.from({ length: mostAttempts }, (_, n) => record(n + 1, answered(500)))
  const { state } = after(send, ...failed)
  t.match(state, {
    deliveries: { [of.deliveryId]: { standing: 'GIVEN_UP', attempts: mostAttempts } },
  })
})

t.test('it is delivered again under another delivery, and may be let go', async () => {
  const redeliver = { type: 'Redeliver', messageId: of.messageId, deliveryId: id(5) } as const
  given().when(redeliver).then('NOT_FOUND')
  after(send, record(1, answered(204)))
    .when(redeliver)
    .then(['WebhookDeliveryRequested'])
  after(send, redeliver).when(redeliver).then([])
  const again = Array.from({ length: mostDeliveries }, (_, n) => ({
    ...redeliver,
    deliveryId: id(100 + n),
  }))
  after(send, ...again.slice(1))
    .when(again[1] ?? redeliver)
    .then([])
  after(send, ...again.slice(1))
    .when(redeliver)
    .then('LIMIT_REACHED')
  const abandon = { type: 'Abandon', ...of, reason: 'ENDPOINT_DISABLED' } as const
  after(send).when(abandon).then(['WebhookDeliveryAbandoned'])
  after(send, abandon)
    .when(record(1, answered(204)))
    .then([])
})

t.test('pauses grow to about three days in all', async (t) => {
  t.same(
    [...pauses].sort((a, b) => a - b),
    pauses,
  )
  const total = pauses.reduce((sum, pause) => sum + pause, 0)
  t.ok(total > 3 * 86_400 && total < 4 * 86_400)
})

t.test(
  'a pause is never shorter than it is, nor more than a fifth longer; Retry-After is heard',
  async () => {
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.integer({ min: 1, max: pauses.length }),
        fc.integer({ min: 0, max: 10_000_000 }),
        (deliveryId, attempt, asked) => {
          const again = retryAt(deliveryId, attempt, meta.now, asked)
          if (again === undefined) return false
          const seconds = (msOf(again) - msOf(meta.now)) / 1000
          const pause = Math.max(pauses[attempt - 1] ?? 0, Math.min(asked, 86_400))
          return (
            seconds >= pause &&
            seconds <= pause * 1.2 + 0.001 &&
            again === retryAt(deliveryId, attempt, meta.now, asked)
          )
        },
      ),
    )
  },
)

t.test('those who failed together do not come back together', async (t) => {
  const times = new Set(Array.from({ length: 1000 }, (_, n) => retryAt(id(n), 4, meta.now)))
  t.ok(times.size > 990, `${times.size} moments of 1000 deliveries`)
})
