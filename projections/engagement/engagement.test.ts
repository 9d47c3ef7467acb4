import t from 'tap'
import { notificationIdOf } from '../../platform/ids/notification-id.ts'
import { idNamed, meta } from '../../test/kit/given-when-then/meta.ts'
import { on, projection } from '../../test/kit/given-when-then/projection.ts'
import { submission } from '../../test/read-models/samples.ts'
import { inbox } from './inbox.ts'
import { notifications } from './notifications.ts'
import { preferences } from './preferences.ts'
import { webhookEndpoints } from './webhook-endpoints.ts'
import { webhookMessages } from './webhook-messages.ts'

const at = meta.now
const job = submission('1', 'x', 'a', 'd')
const { jobId, user, organisation } = job
const stream = `job-${jobId}`
const submitted = { type: 'JobSubmitted', data: { ...job, submittedAt: at } }
const failed = {
  type: 'JobFailed',
  data: {
    jobId,
    at,
    usage: { shots: 0, qpuSeconds: 0 },
    failure: { code: 'X', message: 'it broke', faultDomain: 'USER', retriable: false },
  },
}

t.test('a job that failed is told to its owner, and the stream is forgotten', async () => {
  const { given } = projection(notifications)
  given()
    .when(on(stream, submitted))
    .then({ notifications: [], notification_facts: [{ stream }] })
  given(on(stream, submitted))
    .when(on(stream, failed))
    .then({
      notification_facts: [],
      notifications: [
        {
          notification_id: notificationIdOf(idNamed('event 1'), 'job.failed'),
          audience: 'PERSON',
          audience_id: user,
          kind: 'job.failed',
          severity: 'WARNING',
          title: 'Job “job 1” failed',
          about: `Job:${jobId}`,
        },
      ],
    })
})

t.test('one event may tell several', async () => {
  const userId = idNamed('user')
  const organisationId = organisation
  const added = { type: 'MemberAdded', data: { organisationId, at, userId, role: 'MEMBER' } }
  projection(notifications)
    .given()
    .when(on(`organisation-${organisationId}`, added))
    .then({
      notifications: [
        { kind: 'member.joined', audience: 'PERSON', audience_id: userId },
        {
          kind: 'organisation.member-added',
          audience: 'ORGANISATION',
          audience_id: organisationId,
        },
      ],
    })
})

t.test('what was read, and how it is wished', async () => {
  const userId = idNamed('user')
  const ids = [idNamed('n1'), idNamed('n2')]
  projection(inbox)
    .given(
      on(`inbox-${userId}`, { type: 'NotificationsReadUpTo', data: { userId, at, position: '7' } }),
    )
    .when(
      on(`inbox-${userId}`, {
        type: 'NotificationsRead',
        data: { userId, at, notificationIds: ids },
      }),
    )
    .then({
      notification_read_marks: [{ user_id: userId, up_to: 7n }],
      notification_reads: ids.map((notification_id) => ({ user_id: userId, notification_id })),
    })
  const set = (kind: string, channels: object) => ({
    type: 'NotificationChannelsSet',
    data: { userId, at, kind, channels },
  })
  projection(preferences)
    .given(on(`notificationPreferences-${userId}`, set('job.failed', { mail: false })))
    .when(on(`notificationPreferences-${userId}`, set('job.completed', { mail: true })))
    .then({
      notification_preferences: [
        { channels: { 'job.failed': { mail: false }, 'job.completed': { mail: true } } },
      ],
    })
})

const of = { organisationId: organisation, endpointId: idNamed('endpoint'), at }
const secret = { secretId: idNamed('secret'), sealed: 'sealed:v1:s.a.b.c' }
const settings = { url: 'https://a.example/', description: '', eventTypes: ['*'] }
const webhook = (type: string, data: object = {}) => ({ type, data: { ...of, ...data } })

t.test('an endpoint, from its creation to its end', async () => {
  const { given } = projection(webhookEndpoints)
  const place = `webhooks-${organisation}`
  const created = webhook('WebhookEndpointCreated', { ...settings, secret })
  const givenUp = webhook('WebhookDeliveryGivenUp', {
    messageId: idNamed('m'),
    deliveryId: idNamed('d'),
  })
  given(on(place, created, givenUp))
    .when(on(place, webhook('WebhookEndpointDisabled', { reason: 'GONE' })))
    .then({ webhook_endpoints: [{ status: 'DISABLED', disabled_reason: 'GONE', given_up: 1 }] })
  given(on(place, created, givenUp, webhook('WebhookEndpointDisabled', { reason: 'GONE' })))
    .when(on(place, webhook('WebhookEndpointEnabled')))
    .then({ webhook_endpoints: [{ status: 'ENABLED', disabled_reason: null, given_up: 0 }] })
  given(on(place, created))
    .when(on(place, webhook('WebhookSecretRotated', { secret, previousValidUntil: at })))
    .then({ webhook_endpoints: [{ previous_secret_until: new Date(at) }] })
  given(on(place, created))
    .when(on(place, webhook('WebhookEndpointDeleted')))
    .then({ webhook_endpoints: [] })
  given()
    .when(on(place, webhook('WebhookEndpointEnabled')))
    .thenQuarantined('NothingToApplyTo')
})

t.test('a message, its deliveries and attempts', async () => {
  const messageId = idNamed('message')
  const [first, second] = [idNamed('delivery 1'), idNamed('delivery 2')]
  const message = (type: string, data: object = {}) => webhook(type, { messageId, ...data })
  const attempted = (deliveryId: string, attempt: number, status: number, retryAt?: string) =>
    message('WebhookAttempted', {
      deliveryId,
      attempt,
      latencyMs: 12,
      outcome: { kind: 'ANSWERED', status, excerpt: 'said' },
      delivered: status < 300,
      ...(retryAt === undefined ? {} : { retryAt }),
    })
  const place = `webhookMessage-${messageId}`
  const history = on(
    place,
    message('WebhookMessageCreated', { eventType: 'job.failed', body: '{}' }),
    message('WebhookDeliveryRequested', { deliveryId: first, cause: 'EVENT' }),
    attempted(first, 1, 500, at),
  )
  const { given } = projection(webhookMessages)
  given()
    .when(history)
    .then({
      webhook_messages: [
        { message_id: messageId, status: 'PENDING', attempts: 1, next_attempt_at: new Date(at) },
      ],
      webhook_attempts: [{ delivery_id: first, attempt: 1, status: 500, detail: 'said' }],
    })
  given(history)
    .when(on(place, attempted(first, 2, 410)))
    .then({ webhook_messages: [{ status: 'GIVEN_UP', attempts: 2, next_attempt_at: null }] })
  given(history, on(place, attempted(first, 2, 410)))
    .when(
      on(
        place,
        message('WebhookDeliveryRequested', { deliveryId: second, cause: 'REDELIVERY' }),
        attempted(second, 1, 200),
      ),
    )
    .then({ webhook_messages: [{ status: 'DELIVERED', deliveries: 2, attempts: 3 }] })
})
