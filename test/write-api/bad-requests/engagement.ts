import { randomUUID } from 'node:crypto'
import { call } from '../kit/client.ts'
import type { BadRequest } from './bad-request.ts'
import { sendAs, type World } from './world.ts'

const endpoint = (world: World): string => `/v1/webhook-endpoints/${world.disabledEndpoint}`

const refusedUrl = (what: string, url: string): BadRequest => ({
  what: `webhook endpoint: ${what}`,
  code: 'WEBHOOK_ADDRESS_REFUSED',
  send: (world) =>
    sendAs(world, 'researcher', 'POST', '/v1/webhook-endpoints', {
      body: { url, eventTypes: ['*'] },
    }),
  issue: { pointer: '/url', code: 'refused' },
})

const invalid = (
  what: string,
  pointer: string,
  method: 'POST' | 'PUT' | 'PATCH',
  url: string,
  body: object,
): BadRequest => ({
  what,
  code: 'INVALID_INPUT',
  send: (world) => sendAs(world, 'researcher', method, url, { body }),
  issue: { pointer },
})

const preferences = '/v1/notification-preferences'
const schedule = { timeZone: 'Etc/UTC', digest: { every: 'HOUR' }, quiet: null }

export const engagementRequests: readonly BadRequest[] = [
  refusedUrl('without TLS', 'http://receiver.example.com/'),
  refusedUrl('the machine itself', 'https://127.0.0.1/'),
  refusedUrl('the metadata of a cloud', 'https://169.254.169.254/latest/meta-data/'),
  refusedUrl('a mapped address', 'https://[::ffff:10.0.0.1]/'),
  refusedUrl('an address as one number', 'https://2130706433/'),
  refusedUrl('the port of another service', 'https://receiver.example.com:25/'),
  refusedUrl('with credentials', 'https://user:secret@receiver.example.com/'),
  {
    what: 'webhook endpoint: moved to where nothing is sent',
    code: 'WEBHOOK_ADDRESS_REFUSED',
    send: (world) =>
      sendAs(world, 'researcher', 'PATCH', endpoint(world), { body: { url: 'https://10.0.0.1/' } }),
  },
  invalid('webhook endpoint: no URL', '/url', 'POST', '/v1/webhook-endpoints', {
    url: 'javascript:alert(1)',
    eventTypes: ['*'],
  }),
  invalid('webhook endpoint: an unknown event', '/eventTypes/0', 'POST', '/v1/webhook-endpoints', {
    url: 'https://receiver.example.com/',
    eventTypes: ['job.imagined'],
  }),
  {
    what: 'webhook endpoint: a test while it is disabled',
    code: 'WEBHOOK_DISABLED',
    send: (world) => sendAs(world, 'researcher', 'POST', `${endpoint(world)}/pings`),
  },
  {
    what: 'webhook endpoint: redelivery while it is disabled',
    code: 'WEBHOOK_DISABLED',
    send: (world) =>
      sendAs(world, 'researcher', 'POST', `${endpoint(world)}/redeliveries`, {
        body: { from: '2026-01-01T00:00:00.000Z' },
      }),
  },
  {
    what: 'webhook endpoint: of another organisation',
    code: 'NOT_FOUND',
    send: (world) =>
      sendAs(world, 'stranger', 'POST', `${endpoint(world)}/secret-rotations`, { body: {} }),
  },
  {
    what: 'webhook endpoint: an operator, who belongs to another organisation',
    code: 'NOT_FOUND',
    send: (world) => sendAs(world, 'operator', 'DELETE', endpoint(world)),
  },
  {
    what: 'webhook message: nobody’s',
    code: 'NOT_FOUND',
    send: (world) =>
      sendAs(world, 'researcher', 'POST', `/v1/webhook-messages/${randomUUID()}/redeliveries`),
  },
  {
    what: 'notifications: safety switched off',
    code: 'NOTIFICATION_REQUIRED',
    send: (world) =>
      sendAs(world, 'researcher', 'PATCH', `${preferences}/kinds/session.opened`, {
        body: { mail: false },
      }),
  },
  invalid('notifications: no channel', '', 'PATCH', `${preferences}/kinds/job.failed`, {}),
  invalid('notifications: a zone that is none', '/timeZone', 'PUT', `${preferences}/schedule`, {
    ...schedule,
    timeZone: 'Mars/Olympus_Mons',
  }),
  invalid('notifications: quiet for ever', '/quiet', 'PUT', `${preferences}/schedule`, {
    ...schedule,
    quiet: { from: '08:00', to: '08:00' },
  }),
  invalid('notifications: read beyond the log', '/position', 'PUT', '/v1/notifications/read-mark', {
    position: '9000000000000000000',
  }),
  {
    what: 'notifications: read by a key',
    code: 'FORBIDDEN',
    send: ({ app, keys }) =>
      call(app, 'POST', '/v1/notifications/reads', {
        apiKey: keys.reading.key,
        body: { notificationIds: [randomUUID()] },
      }),
  },
]
