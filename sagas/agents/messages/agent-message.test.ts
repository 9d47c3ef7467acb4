import t from 'tap'
import { idNumber } from '../../../test/kit/given-when-then/meta.ts'
import { heard, refused, saga, succeeded } from '../../../test/kit/given-when-then/saga.ts'
import { agentMessage } from './agent-message.ts'

const { given } = saga(agentMessage)
const of = { conversationId: idNumber(1), messageId: idNumber(2) }
const to = { kind: 'AGENT', agentId: idNumber(4) }
const sent = (act: string) =>
  heard('AgentMessageSent', { ...of, organisation: idNumber(3), to, act })
const done = heard('TaskCompleted', { taskId: of.messageId })

t.test('what is told is announced, and that is all', async () => {
  given().when(sent('TELL')).then(['request announce'])
  given(sent('TELL')).when(succeeded('announce')).then(['end ANNOUNCED'])
})

t.test('what is asked becomes a task, and its end the answer', async () => {
  given()
    .when(sent('ASK'))
    .then(['request announce', { kind: 'delegate', ...of }])
  const under = [sent('ASK'), succeeded('announce'), succeeded('delegate')] as const
  given(...under)
    .when(done)
    .then([{ kind: 'reply', ...of }])
  given(...under, done)
    .when(succeeded('reply'))
    .then(['end ANSWERED'])
})

t.test('what cannot be asked is left', async () =>
  given(sent('ASK')).when(refused('delegate', 'NOT_FOUND')).then(['end NOT_FOUND']),
)
