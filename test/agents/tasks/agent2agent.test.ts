import type { AddressInfo } from 'node:net'
import { randomUUID } from 'node:crypto'
import { Role, TaskState, type SendMessageRequest, type Task } from '@a2a-js/sdk'
import {
  ClientFactory,
  ClientFactoryOptions,
  createAuthenticatingFetchWithRetry,
  DefaultAgentCardResolver,
  JsonRpcTransportFactory,
  type Client,
} from '@a2a-js/sdk/client'
import t from 'tap'
import { openOffice } from '../world.ts'

t.setTimeout(300_000)
const office = await openOffice()
t.teardown(() => office.hub.stop())
const stop = office.run()
t.teardown(() => stop())
const lead = await office.person('10000')
const stranger = await office.person('0')

await office.hub.app.listen({ port: 0, host: '127.0.0.1' })
// It listens on a port of IP.
const { port } = office.hub.app.server.address() as AddressInfo
const base = `http://127.0.0.1:${port}`

/** The official client, which reads the card as it is served and finds the endpoint of this process in its place. */
const clientOf = async (
  path: string,
  token: string,
  versions: readonly string[],
): Promise<Client> => {
  const fetchImpl = createAuthenticatingFetchWithRetry(fetch, {
    headers: async () => ({ authorization: `Bearer ${token}` }),
    shouldRetryWithHeaders: async () => undefined,
  })
  const legacyCompat = { enabled: true }
  const card = await new DefaultAgentCardResolver({ fetchImpl, legacyCompat }).resolve(base, path)
  const supportedInterfaces = card.supportedInterfaces
    .filter(({ protocolVersion }) => versions.includes(protocolVersion))
    .map((each) => ({ ...each, url: `${base}${new URL(each.url).pathname}` }))
  const options = ClientFactoryOptions.createFrom(ClientFactoryOptions.default, {
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- the client calls these options a class, of which it makes no instance itself
    transports: [new JsonRpcTransportFactory({ fetchImpl, legacyCompat })],
  })
  return new ClientFactory(options).createFromAgentCard({ ...card, supportedInterfaces })
}

const says = (text: string, of: { taskId?: string; contextId?: string; tenant?: string } = {}) => {
  const message: SendMessageRequest['message'] = {
    messageId: randomUUID(),
    ...{ contextId: of.contextId ?? '', taskId: of.taskId ?? '', role: Role.ROLE_USER },
    parts: [
      { content: { $case: 'text', value: text }, metadata: undefined, filename: '', mediaType: '' },
    ],
    ...{ metadata: undefined, extensions: [], referenceTaskIds: [] },
  }
  const configuration = {
    acceptedOutputModes: [],
    taskPushNotificationConfig: undefined,
    returnImmediately: false,
  }
  return { tenant: of.tenant ?? '', message, configuration, metadata: undefined }
}
const taskOf = (answer: object): Task => {
  if (!('status' in answer)) throw new Error('a message came, and no task')
  return answer as Task // The two answers that there are: this one has a status.
}

for (const version of ['1.0', '0.3']) {
  t.test(`the official client, speaking ${version}`, async (t) => {
    const agentId = await office.spawn(lead)
    const client = await clientOf(`/v1/agents/${agentId}/card`, lead.token, [version])
    t.equal(client.protocolVersion, version)

    const request = says('Prepare a circuit for three qubits')
    const sent = taskOf(await client.sendMessage(request))
    await office.becomes(lead, sent.id, 'COMPLETED')
    const done = await client.getTask({ tenant: '', id: sent.id, historyLength: undefined })
    t.equal(done.status?.state, TaskState.TASK_STATE_COMPLETED)
    const [artifact] = done.artifacts
    t.equal(artifact?.name, 'notes.md')
    t.match(artifact?.parts[0]?.content, { $case: 'text', value: /three qubits/ })
    t.equal(done.history.length, 1)
    t.equal(taskOf(await client.sendMessage(request)).id, sent.id, 'said again, it is the same')

    const unclear = taskOf(await client.sendMessage(says('Hello')))
    const { contextId } = unclear
    await office.becomes(lead, unclear.id, 'INPUT_REQUIRED')
    await client.sendMessage(
      says('Compare two ansatzes, please', { taskId: unclear.id, contextId }),
    )
    await office.becomes(lead, unclear.id, 'COMPLETED')

    const open = taskOf(await client.sendMessage(says('Hello')))
    await office.becomes(lead, open.id, 'INPUT_REQUIRED')
    const canceled = await client.cancelTask({ tenant: '', id: open.id, metadata: undefined })
    t.equal(canceled.status?.state, TaskState.TASK_STATE_CANCELED)
    await t.rejects(client.cancelTask({ tenant: '', id: done.id, metadata: undefined }), {
      name: 'TaskNotCancelableError',
    })
    await t.rejects(client.getTask({ tenant: '', id: randomUUID(), historyLength: undefined }), {
      name: 'TaskNotFoundError',
    })
  })
}

t.test('the endpoint of the whole hub: the message names the agent', async (t) => {
  const agentId = await office.spawn(lead)
  const client = await clientOf('/.well-known/agent-card.json', lead.token, ['1.0'])
  const task = taskOf(await client.sendMessage(says('Write a short report', { tenant: agentId })))
  t.match(await office.becomes(lead, task.id, 'COMPLETED'), { assignee: { agentId } })
  await t.rejects(client.sendMessage(says('Write a short report')), /agent/i)
})

t.test('another organisation finds neither agent nor task', async (t) => {
  const agentId = await office.spawn(lead)
  await t.rejects(clientOf(`/v1/agents/${agentId}/card`, stranger.token, ['1.0']))
  const own = await clientOf(`/v1/agents/${agentId}/card`, lead.token, ['1.0'])
  const task = taskOf(await own.sendMessage(says('Draft a plan for the week')))
  const other = await clientOf('/.well-known/agent-card.json', stranger.token, ['1.0'])
  await t.rejects(other.getTask({ tenant: '', id: task.id, historyLength: undefined }), {
    name: 'TaskNotFoundError',
  })
  await t.rejects(other.cancelTask({ tenant: '', id: task.id, metadata: undefined }), {
    name: 'TaskNotFoundError',
  })
  await t.rejects(other.sendMessage(says('Draft a plan', { tenant: agentId })))
})

t.test('what is no call is answered as JSON-RPC has it', async (t) => {
  const ask = async (body: string, token = lead.token): Promise<{ error?: { code: number } }> => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
    const reply = await fetch(`${base}/v1/a2a`, { method: 'POST', headers, body })
    // Looked at by assertions alone.
    return (await reply.json()) as { error?: { code: number } }
  }
  const rpc = (method: string, params: object = {}) =>
    ask(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }))
  t.match(await ask('{'), { jsonrpc: '2.0', id: null, error: { code: -32700 } })
  t.match(await ask('[]'), { error: { code: -32600 } })
  t.match(await rpc('tasks/dance'), { id: 1, error: { code: -32601 } })
  t.match(await rpc('message/send', { message: {} }), { error: { code: -32602 } })
  t.match(await rpc('message/stream'), { error: { code: -32004 } })
  t.match(await rpc('tasks/pushNotificationConfig/set'), { error: { code: -32003 } })
  const file = { messageId: 'm', role: 'user', parts: [{ kind: 'file', file: { uri: 'x:y' } }] }
  t.match(await rpc('message/send', { message: file }), { error: { code: -32005 } })
  const nobody = await fetch(`${base}/v1/a2a`, { method: 'POST', body: '{}' })
  t.equal(nobody.status, 401)
})
