import t from 'tap'
import { pauses } from '../../domain/engagement/webhook-retries.ts'
import { meta } from '../../test/kit/given-when-then/meta.ts'
import {
  heard,
  passes,
  refused,
  saga,
  succeeded,
  type Happening,
} from '../../test/kit/given-when-then/saga.ts'
import { webhookDelivery } from './delivery.ts'
import { apiKeyExpiry } from './key-expiry.ts'
import { notificationMailing } from './mailing.ts'
import { webhookRedelivery } from './redelivery.ts'

const id = (n: number): string => `6f1c2a80-0000-4000-8000-${String(n).padStart(12, '0')}`
const later = (seconds: number): string =>
  new Date(Date.parse(meta.now) + seconds * 1000).toISOString()

t.test('a delivery is tried until it is taken', async () => {
  const { given } = saga(webhookDelivery)
  const begins = heard('WebhookDeliveryRequested', { messageId: id(1), deliveryId: id(2) })
  given()
    .when(begins)
    .then([{ kind: 'attempt', attempt: 1, messageId: id(1), deliveryId: id(2) }])
  given(begins)
    .when(succeeded('attempt', { came: 'DELIVERED' }))
    .then(['end DELIVERED'])
  const retry = succeeded('attempt', { came: 'LATER', at: later(5) })
  given(begins).when(retry).then(['schedule retry'])
  given(begins, retry)
    .when(passes({ seconds: 4 }))
    .then([])
  given(begins, retry)
    .when(passes({ seconds: 5 }))
    .then([{ kind: 'attempt', attempt: 2 }])
  given(begins, succeeded('attempt', { came: 'BUSY', at: later(20) }))
    .when(passes({ seconds: 20 }))
    .then([{ kind: 'attempt', attempt: 1 }])
  given(begins).when(refused('attempt', 'ENDPOINT_DISABLED')).then(['end ENDPOINT_DISABLED'])
})

t.test(
  'over virtual days: so many attempts, then it is given up, and its endpoint told',
  async (t) => {
    const { given } = saga(webhookDelivery)
    const history = [heard('WebhookDeliveryRequested', { messageId: id(1), deliveryId: id(2) })]
    let seconds = 0
    const story: Happening[] = [...history]
    for (const [index, pause] of pauses.entries()) {
      seconds += pause
      story.push(succeeded('attempt', { came: 'LATER', at: later(seconds) }))
      given(...story)
        .when(passes({ seconds: pause }))
        .then([{ kind: 'attempt', attempt: index + 2 }])
      story.push(passes({ seconds: pause }))
    }
    given(...story)
      .when(succeeded('attempt', { came: 'FAILED', gone: false }))
      .then([{ kind: 'giveUp', gone: false, messageId: id(1), deliveryId: id(2) }])
    given(...story, succeeded('attempt', { came: 'FAILED', gone: false }))
      .when(succeeded('giveUp'))
      .then(['end GIVEN_UP'])
    t.ok(seconds > 3 * 86_400, `${seconds} seconds went by on the virtual clock`)
  },
)

t.test('a mail waits until it is due, whatever is gathered', async () => {
  const { given } = saga(notificationMailing)
  const of = { mailId: id(1), userId: id(2) }
  const queued = (dueAt: string) => heard('NotificationMailQueued', { ...of, dueAt })
  given()
    .when(queued(meta.now))
    .then([{ kind: 'sendMail', ...of }])
  given()
    .when(queued(later(60)))
    .then(['schedule due'])
  given(queued(later(60)), queued(later(60)))
    .when(passes({ minutes: 1 }))
    .then([{ kind: 'sendMail', ...of }])
  given(queued(meta.now)).when(queued(meta.now)).then([])
  given(queued(meta.now)).when(succeeded('sendMail')).then(['end SENT'])
  given(queued(meta.now)).when(refused('sendMail', 'ERASED')).then(['end ERASED'])
})

t.test('a span is delivered again page by page', async () => {
  const { given } = saga(webhookRedelivery)
  const range = {
    redeliveryId: id(1),
    organisationId: id(2),
    endpointId: id(3),
    from: meta.now,
    until: later(60),
    which: 'ALL',
  }
  const begins = heard('WebhookRedeliveryRequested', range)
  given()
    .when(begins)
    .then([{ kind: 'redeliver', range, after: '0' }])
  given(begins)
    .when(succeeded('redeliver', { messages: 100, next: '4711' }))
    .then([{ kind: 'redeliver', range, after: '4711' }])
  given(begins)
    .when(succeeded('redeliver', { messages: 7, next: null }))
    .then(['end DONE'])
})

t.test(
  'an API key is reminded of a week before its end, or in the middle of a short life',
  async () => {
    const { given } = saga(apiKeyExpiry)
    const created = (days: number) =>
      heard('ApiKeyCreated', {
        keyId: id(1),
        organisationId: id(2),
        name: 'k',
        expiresAt: later(days * 86_400),
      })
    const remind = { kind: 'remind' }
    given(created(90))
      .when(passes({ days: 82 }))
      .then([])
    given(created(90))
      .when(passes({ days: 83 }))
      .then([remind])
    given(created(2))
      .when(passes({ hours: 24 }))
      .then([remind])
    given(created(90), heard('ApiKeyRevoked', { keyId: id(1) }))
      .when(passes({ days: 90 }))
      .then([])
  },
)
