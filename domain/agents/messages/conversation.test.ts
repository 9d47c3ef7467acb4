import t from 'tap'
import { decider } from '../../../test/kit/given-when-then/decider.ts'
import { idNumber, meta } from '../../../test/kit/given-when-then/meta.ts'
import { isRejection } from '../../shared/rejection.ts'
import {
  conversation,
  mostMessages,
  type Addressee,
  type ConversationCommand,
} from './conversation.ts'
import { subjectOf } from './subject.ts'

const { given, after } = decider(conversation)
const topic: Addressee = { kind: 'TOPIC', topic: 'news' }
const ada = idNumber(3)
const ben = idNumber(4)
const send = (
  n: number,
  to: Addressee = topic,
  more: { inReplyTo?: string; organisation?: string } = {},
): ConversationCommand => ({
  ...{ type: 'SendMessage', conversationId: idNumber(1), organisation: idNumber(2), to },
  ...{ messageId: idNumber(n), from: { kind: 'USER', id: 'u' }, act: 'TELL' },
  text: 'sealed:v1:a.b.c.d',
  ...more,
})
const take = (n: number, agentId: string, group?: string): ConversationCommand => ({
  ...{ type: 'TakeMessage', messageId: idNumber(n), agentId },
  ...(group === undefined ? {} : { group }),
})

t.test('begins with what is said, and says nothing twice', async () => {
  given().when(send(10)).then(['AgentMessageSent'])
  after(send(10)).when(send(10)).then([])
  after(send(10))
    .when(send(11, topic, { inReplyTo: idNumber(10) }))
    .then(['AgentMessageSent'])
  after(send(10))
    .when(send(11, topic, { inReplyTo: idNumber(12) }))
    .then('NOT_FOUND')
  after(send(10))
    .when(send(11, topic, { organisation: idNumber(9) }))
    .then('NOT_FOUND')
})

t.test('each reader takes a message once; a group is one reader', async () => {
  after(send(10)).when(take(10, ada)).then(['AgentMessageTaken'])
  after(send(10), take(10, ada)).when(take(10, ada)).then('MESSAGE_TAKEN')
  after(send(10), take(10, ada)).when(take(10, ben)).then(['AgentMessageTaken'])
  after(send(10), take(10, ada, 'g'))
    .when(take(10, ben, 'g'))
    .then('MESSAGE_TAKEN')
  after(send(10), take(10, ada, 'g'))
    .when(take(10, ada))
    .then(['AgentMessageTaken'])
  after(send(10)).when(take(11, ada)).then('NOT_FOUND')
  given().when(take(10, ada)).then('NOT_FOUND')
})

t.test('what is for one agent no other takes', async () => {
  const toAda = send(10, { kind: 'AGENT', agentId: ada })
  after(toAda).when(take(10, ada)).then(['AgentMessageTaken'])
  after(toAda).when(take(10, ben)).then('NOT_FOUND')
  after(toAda)
    .when(take(10, ada, 'g'))
    .then('NOT_FOUND')
})

t.test('a conversation has a measure', async (t) => {
  const full = Array.from({ length: mostMessages }, (_, n) => send(100 + n)).reduce(
    (state, command) => {
      const decision = conversation.decide(command, state, meta)
      return isRejection(decision) ? state : decision.reduce(conversation.evolve, state)
    },
    conversation.initial,
  )
  t.match(conversation.decide(send(99), full, meta), { rejected: 'LIMIT_REACHED' })
  t.same(conversation.decide(send(100), full, meta), [])
})

t.test('every addressee has a subject of its own', async (t) => {
  t.equal(subjectOf('o', topic), 'qhub.agents.o.topic.news')
  t.equal(subjectOf('o', { kind: 'AGENT', agentId: 'a' }), 'qhub.agents.o.agent.a')
  t.equal(subjectOf('o', { kind: 'ASKER', id: 'u' }), 'qhub.agents.o.asker.u')
})
