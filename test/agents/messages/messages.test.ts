import { connect, JSONCodec } from 'nats'
import t from 'tap'
import { z } from 'zod'
import { ConversationView } from '../../../commands/agents/messages/read-conversation.ts'
import { connectNatsBus } from '../../../platform/bus/nats-bus.ts'
import { agentMessage } from '../../../sagas/agents/messages/agent-message.ts'
import { performAgentMessageEffects } from '../../../sagas/agents/messages/perform.ts'
import { register } from '../../../sagas/runtime/registry.ts'
import { runSagas } from '../../kit/saga-runtime.ts'
import { eventually } from '../../servers/eventually.ts'
import { startNats } from '../../servers/nats.ts'
import { openOffice } from '../world.ts'

t.setTimeout(300_000)
const [office, server] = await Promise.all([openOffice(), startNats()])
const bus = await connectNatsBus(server.url)
t.teardown(async () => {
  await bus.close()
  await server.stop()
  await office.hub.stop()
})
const stopTasks = office.run()
const services = { ...office.hub.services, bus }
const stopMessages = runSagas(services, [register(agentMessage, performAgentMessageEffects)])
t.teardown(() => Promise.all([stopTasks(), stopMessages()]))

const { send, codeOf } = office
const lead = await office.person('10000')
const [ada, ben] = [await office.spawn(lead), await office.spawn(lead, { name: 'Ben' })]

const Sent = z.object({ conversationId: z.string(), messageId: z.string() })
type Notice = z.output<typeof Sent>
const Conversation = z.object(ConversationView.shape)
const codec = JSONCodec<Notice>()
/** An agent's own program, which listens with a plain NATS client. */
const listen = async (subject: string, queue?: string) => {
  const connection = await connect({ servers: new URL(server.url).host })
  t.teardown(() => connection.close())
  const heard: Notice[] = []
  connection.subscribe(`qhub.agents.${lead.organisationId}.${subject}`, {
    ...(queue === undefined ? {} : { queue }),
    callback: (_, message) => heard.push(codec.decode(message.data)),
  })
  await connection.flush()
  return heard
}
const tell = async (body: object): Promise<Notice> => {
  const reply = await send(lead, 'POST', '/v1/agent-messages', body)
  if (reply.status !== 201) throw new Error(reply.text)
  return Sent.parse(reply.body)
}
const receipts = ({ conversationId, messageId }: Notice): string =>
  `/v1/conversations/${conversationId}/messages/${messageId}/receipts`
const conversation = async ({ conversationId }: Notice) =>
  Conversation.parse((await send(lead, 'GET', `/v1/conversations/${conversationId}`)).body)

t.test('who listens to a topic is told, each of them; of a group, one', async (t) => {
  const everyone = await Promise.all([listen('topic.news'), listen('topic.>')])
  const group = await Promise.all([listen('topic.news', 'night'), listen('topic.news', 'night')])
  const sent = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      tell({ to: { kind: 'TOPIC', topic: 'news' }, text: `${n}` }),
    ),
  )
  const ids = sent.map(({ messageId }) => messageId).toSorted()
  const told = (heard: readonly Notice[]) => heard.map(({ messageId }) => messageId).toSorted()
  for (const heard of everyone) {
    await eventually(() => (heard.length >= 20 ? true : undefined), 60_000)
    t.same(told(heard), ids)
  }
  await eventually(() => (group.flat().length >= 20 ? true : undefined), 60_000)
  t.same(told(group.flat()), ids, 'each once, by one or the other')
  t.ok(
    group.flat().every((notice) => !('text' in notice)),
    'what it says stays in the log',
  )
})

t.test('a message is taken once by each reader', async (t) => {
  const notice = await tell({ to: { kind: 'TOPIC', topic: 'news' }, text: 'All hands' })
  const take = (agentId: string, group?: string) =>
    codeOf(lead, 'POST', receipts(notice), { agentId, ...(group === undefined ? {} : { group }) })
  const raced = await Promise.all([ada, ben, ada, ben].map((agentId) => take(agentId, 'night')))
  t.same(raced.toSorted(), ['MESSAGE_TAKEN', 'MESSAGE_TAKEN', 'MESSAGE_TAKEN', 'done'])
  t.equal(await take(ada), 'done', 'for itself it may have it all the same')
  t.equal(await take(ada), 'MESSAGE_TAKEN')
  t.equal(await take(ben), 'done')
  const { messages } = await conversation(notice)
  t.match(messages, [{ text: 'All hands', from: { kind: 'USER' }, act: 'TELL' }])
  const readers = messages[0]?.takenBy.map(({ reader }) => reader)
  t.same(readers?.toSorted(), [`agent:${ada}`, `agent:${ben}`, 'group:night'].toSorted())
})

t.test('what is for one agent no other takes', async (t) => {
  const heard = await listen(`agent.${ada}`)
  const notice = await tell({ to: { kind: 'AGENT', agentId: ada }, asAgent: ben, text: 'For you' })
  await eventually(() => heard[0], 60_000)
  t.same(heard, [notice])
  t.equal(await codeOf(lead, 'POST', receipts(notice), { agentId: ben }), 'NOT_FOUND')
  const asGroup = { agentId: ada, group: 'night' }
  t.equal(await codeOf(lead, 'POST', receipts(notice), asGroup), 'NOT_FOUND')
  t.equal(await codeOf(lead, 'POST', receipts(notice), { agentId: ada }), 'done')
  t.match((await conversation(notice)).messages, [{ from: { kind: 'AGENT', id: ben } }])
})

t.test('an agent that is asked answers, in the conversation and on the bus', async (t) => {
  const heard = await listen(`agent.${ben}`)
  const asked = await tell({
    ...{ to: { kind: 'AGENT', agentId: ada }, asAgent: ben, act: 'ASK' },
    text: 'Which gates does a Bell pair take?',
  })
  const [answer] = [await eventually(() => heard[0], 60_000)]
  t.equal(answer.conversationId, asked.conversationId)
  const { messages } = await conversation(asked)
  t.match(messages, [
    { messageId: asked.messageId, act: 'ASK' },
    {
      ...{ messageId: answer.messageId, act: 'ANSWER', inReplyTo: asked.messageId },
      ...{ from: { kind: 'AGENT', id: ada }, to: { kind: 'AGENT', agentId: ben } },
    },
  ])
  t.equal(messages.length, 2)
  t.match((await send(lead, 'GET', `/v1/tasks/${asked.messageId}`)).body, {
    ...{ status: 'COMPLETED', contextId: asked.conversationId },
    requestedBy: { kind: 'AGENT', id: ben },
  })
})

t.test('nobody else reads, sends or takes', async (t) => {
  const stranger = await office.person()
  const notice = await tell({ to: { kind: 'AGENT', agentId: ada }, text: 'Between us' })
  const path = `/v1/conversations/${notice.conversationId}`
  t.equal(await codeOf(stranger, 'GET', path), 'NOT_FOUND')
  t.equal(await codeOf(stranger, 'POST', receipts(notice), { agentId: ada }), 'NOT_FOUND')
  const own = await office.spawn(stranger)
  t.equal(await codeOf(stranger, 'POST', receipts(notice), { agentId: own }), 'NOT_FOUND')
  const to = { kind: 'AGENT', agentId: ada }
  t.equal(await codeOf(stranger, 'POST', '/v1/agent-messages', { to, text: 'x' }), 'NOT_FOUND')
  const into = {
    to: { kind: 'TOPIC', topic: 'x' },
    text: 'x',
    conversationId: notice.conversationId,
  }
  t.equal(await codeOf(stranger, 'POST', '/v1/agent-messages', into), 'NOT_FOUND')
  const topic = { kind: 'TOPIC', topic: 'x' }
  const ask = { to: topic, act: 'ASK', text: 'x' }
  t.equal(await codeOf(lead, 'POST', '/v1/agent-messages', ask), 'INVALID_INPUT')
})
