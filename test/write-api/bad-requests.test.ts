import t from 'tap'
import { errorTable } from '../../platform/errors/table.ts'
import { badRequests } from './bad-requests/all.ts'
import { prepareWorld } from './bad-requests/world.ts'
import { documentOf, operationFor } from './kit/documented.ts'

const world = await prepareWorld()
const document = await documentOf(world.app)
t.teardown(() => world.hub.stop())

t.ok(badRequests.length >= 60, `${badRequests.length} kinds of bad request`)
t.equal(new Set(badRequests.map(({ what }) => what)).size, badRequests.length, 'each once')

for (const { what, code, send, issue } of badRequests)
  t.test(`${what} is ${code}`, async (t) => {
    const before = await world.hub.head()
    const { request, status, headers, body, text } = await send(world)
    t.equal(body?.code, code, text)
    t.equal(status, errorTable[code].status)
    t.match(headers['content-type'], /^application\/problem\+json/)
    t.match(body, {
      type: `/problems/${code.toLowerCase().replaceAll('_', '-')}`,
      title: errorTable[code].title,
      status,
      detail: /\S/,
      instance: /^urn:uuid:/,
      traceId: /^[0-9a-f]{32}$/,
      retryable: errorTable[code].retryable,
    })
    if (issue !== undefined) t.match(body.errors?.[0], issue)
    const operation = operationFor(document, request.method, request.url)
    if (operation !== undefined)
      t.match(operation.responses[status]?.description, `\`${code}\``, 'documented')
    t.equal(await world.hub.head(), before, 'nothing was appended')
  })
