import { randomUUID } from 'node:crypto'
import { derivedId } from '../../../platform/ids/ids.ts'
import { call } from '../kit/client.ts'
import type { BadRequest } from './bad-request.ts'
import { sendAs } from './world.ts'

export const httpRequests: readonly BadRequest[] = [
  {
    what: 'http: unknown route',
    code: 'ROUTE_NOT_FOUND',
    send: ({ app }) => call(app, 'POST', '/v1/unicorns', { body: {} }),
  },
  {
    what: 'http: wrong method',
    code: 'METHOD_NOT_ALLOWED',
    send: (world) => sendAs(world, 'researcher', 'PUT', '/v1/jobs', { body: world.work }),
  },
  {
    what: 'http: wrong method below a path with an id',
    code: 'METHOD_NOT_ALLOWED',
    send: (world) => sendAs(world, 'researcher', 'PATCH', `/v1/jobs/${world.jobs.done}`, {}),
  },
  {
    what: 'http: body that is no JSON',
    code: 'MALFORMED_REQUEST',
    send: (world) => sendAs(world, 'researcher', 'POST', '/v1/jobs', { raw: '{"source": ' }),
  },
  {
    what: 'http: body that reaches for the prototype',
    code: 'MALFORMED_REQUEST',
    send: (world) =>
      sendAs(world, 'researcher', 'POST', '/v1/jobs', { raw: '{"__proto__": {"shots": 1}}' }),
  },
  {
    what: 'http: no body',
    code: 'INVALID_INPUT',
    send: (world) => sendAs(world, 'researcher', 'POST', '/v1/jobs'),
    issue: { pointer: '', code: 'invalid_type' },
  },
  {
    what: 'http: a list for a body',
    code: 'INVALID_INPUT',
    send: (world) => sendAs(world, 'researcher', 'POST', '/v1/jobs', { body: [world.work] }),
    issue: { pointer: '', code: 'invalid_type' },
  },
  {
    what: 'http: a body where none belongs',
    code: 'INVALID_INPUT',
    send: (world) =>
      sendAs(world, 'researcher', 'DELETE', `/v1/jobs/${world.jobs.running}`, { body: { a: 1 } }),
    issue: { pointer: '' },
  },
  {
    what: 'http: another content type',
    code: 'UNSUPPORTED_MEDIA_TYPE',
    send: (world) =>
      sendAs(world, 'researcher', 'POST', '/v1/jobs', {
        raw: 'source=x',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      }),
  },
  {
    what: 'http: plain text',
    code: 'UNSUPPORTED_MEDIA_TYPE',
    send: (world) =>
      sendAs(world, 'researcher', 'POST', '/v1/jobs', {
        raw: world.work.source,
        headers: { 'content-type': 'text/plain' },
      }),
  },
  {
    what: 'http: only XML is accepted',
    code: 'NOT_ACCEPTABLE',
    send: (world) =>
      sendAs(world, 'researcher', 'GET', `/v1/jobs/${world.jobs.done}`, {
        headers: { accept: 'application/xml, application/json;q=0' },
      }),
  },
  {
    what: 'http: oversize command',
    code: 'PAYLOAD_TOO_LARGE',
    send: (world) =>
      sendAs(world, 'researcher', 'POST', '/v1/organisations', { raw: ' '.repeat(70_000) }),
  },
  {
    what: 'http: oversize program',
    code: 'PAYLOAD_TOO_LARGE',
    send: (world) =>
      sendAs(world, 'researcher', 'POST', '/v1/jobs', {
        body: { ...world.work, source: 'x'.repeat(600_000) },
      }),
  },
  {
    what: 'http: id in the path that is none',
    code: 'INVALID_INPUT',
    send: (world) => sendAs(world, 'researcher', 'GET', '/v1/jobs/latest'),
    issue: { pointer: '/path/jobId', code: 'invalid_format' },
  },
  {
    what: 'http: path that cannot be decoded',
    code: 'MALFORMED_REQUEST',
    send: (world) => sendAs(world, 'researcher', 'GET', '/v1/jobs/%zz'),
  },
  {
    what: 'http: unknown query parameter',
    code: 'INVALID_INPUT',
    send: (world) =>
      sendAs(world, 'researcher', 'POST', '/v1/jobs?dryRun=true', { body: world.work }),
    issue: { pointer: '/query/dryRun', code: 'unrecognized_keys' },
  },
  {
    what: 'http: validateOnly that is neither true nor false',
    code: 'INVALID_INPUT',
    send: (world) =>
      sendAs(world, 'researcher', 'POST', '/v1/jobs?validateOnly=perhaps', { body: world.work }),
    issue: { pointer: '/query/validateOnly', code: 'invalid_value' },
  },
  {
    what: 'idempotency: no key',
    code: 'IDEMPOTENCY_KEY_MISSING',
    send: (world) =>
      sendAs(world, 'researcher', 'POST', '/v1/jobs', { body: world.work, key: null }),
  },
  {
    what: 'idempotency: empty key',
    code: 'IDEMPOTENCY_KEY_INVALID',
    send: (world) => sendAs(world, 'researcher', 'POST', '/v1/jobs', { body: world.work, key: '' }),
  },
  {
    what: 'idempotency: key with blanks',
    code: 'IDEMPOTENCY_KEY_INVALID',
    send: (world) =>
      sendAs(world, 'researcher', 'POST', '/v1/jobs', { body: world.work, key: 'a b' }),
  },
  {
    what: 'idempotency: key too long',
    code: 'IDEMPOTENCY_KEY_INVALID',
    send: (world) =>
      sendAs(world, 'researcher', 'POST', '/v1/jobs', { body: world.work, key: 'k'.repeat(256) }),
  },
  {
    what: 'idempotency: key used with another input',
    code: 'IDEMPOTENCY_KEY_REUSED',
    send: async (world) => {
      const key = randomUUID()
      const first = { ...world.work, shots: 5000 }
      await sendAs(world, 'researcher', 'POST', '/v1/jobs', { body: first, key })
      return sendAs(world, 'researcher', 'POST', '/v1/jobs', { body: world.work, key })
    },
  },
  {
    what: 'idempotency: the same command is running',
    code: 'COMMAND_IN_PROGRESS',
    send: async (world) => {
      // As the process would leave it that executes the command, seen in the lock that it takes.
      const { cache } = world.hub
      const key = randomUUID()
      const commandId = derivedId(world.people.researcher.userId, 'jobs.submit', key)
      const lock = `idempotency:${commandId}:running`
      const observed: string[] = []
      const app = await world.hub.open({
        ...cache,
        setIfAbsent: async (name, value, ttlMs) => {
          observed.push(name)
          await cache.setIfAbsent(name, value, ttlMs)
          return false
        },
      })
      const reply = await call(app, 'POST', '/v1/jobs', {
        token: world.people.researcher.token,
        body: world.work,
        key,
      })
      await app.close()
      if (!observed.includes(lock)) throw new Error('the lock has another name')
      return reply
    },
  },
  {
    what: 'http: while the process drains',
    code: 'DRAINING',
    send: async (world) => {
      world.hub.drain(true)
      const reply = await sendAs(world, 'researcher', 'POST', '/v1/jobs', { body: world.work })
      world.hub.drain(false)
      return reply
    },
  },
]
