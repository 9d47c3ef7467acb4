import t from 'tap'
import { idNumber, meta } from '../../../test/kit/given-when-then/meta.ts'
import { on, projection } from '../../../test/kit/given-when-then/projection.ts'
import { agentMessages } from './messages.ts'

const { given } = projection(agentMessages)
const stream = `conversation-${idNumber(1)}`
const of = (type: string, more: object = {}) => ({
  type,
  data: {
    ...{ conversationId: idNumber(1), messageId: idNumber(2), organisation: idNumber(3) },
    ...{ at: meta.now, ...more },
  },
})
const sent = of('AgentMessageSent', {
  ...{ from: { kind: 'USER', id: 'u' }, to: { kind: 'TOPIC', topic: 'news' }, act: 'TELL' },
  text: 'sealed:v1:a.b.c.d',
})

t.test('who said something to whom, and who has it', async () => {
  const agentId = idNumber(4)
  const taken = (reader: string) => of('AgentMessageTaken', { reader, agentId })
  given()
    .when(on(stream, sent))
    .then({ agent_messages: [{ addressee_kind: 'TOPIC', addressee: 'news', taken_by: {} }] })
  given(on(stream, sent))
    .when(on(stream, taken('group:night'), taken(`agent:${agentId}`)))
    .then({
      agent_messages: [{ taken_by: { 'group:night': agentId, [`agent:${agentId}`]: agentId } }],
    })
})
