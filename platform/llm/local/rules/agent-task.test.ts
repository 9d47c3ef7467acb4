import t from 'tap'
import { agentTask, TaskWork } from '../../../../domain/agents/prompts/agent-task.ts'
import { agentTaskRule } from './agent-task.ts'

const variables = (text: string, more: object = {}) => ({
  ...{ role: 'quantum specialist', skills: [], memory: [] },
  ...{ conversation: [{ from: 'REQUESTER', text }], ...more },
})
const answer = (text: string, more: object = {}): TaskWork =>
  TaskWork.parse(JSON.parse(agentTaskRule.answer(agentTask.variables.parse(variables(text, more)))))

t.test('puts down what is asked, what is kept in mind and the steps of the role', async (t) => {
  const memory = [{ key: 'units', text: 'Hartrees.' }]
  const { outcome, artifacts } = answer('Compare two ansatzes\nfor water', { memory })
  t.equal(outcome, 'COMPLETED')
  t.match(artifacts[0]?.content, /> Compare two ansatzes\n> for water/)
  t.match(artifacts[0]?.content, /units: Hartrees\./)
  t.match(artifacts[0]?.content, /Choose a device/)
  t.match(artifacts[0]?.content, /no language model has read it/, 'it says what it is')
  t.same(answer('Compare two ansatzes'), answer('Compare two ansatzes'), 'the same every time')
})

t.test('asks when hardly anything was said', async (t) => {
  t.match(answer('Hello'), { outcome: 'INPUT_REQUIRED', artifacts: [] })
})

t.test('the prompt says who the agent is and what was said, in turns', async (t) => {
  const conversation = [
    { from: 'REQUESTER', text: 'Hello' },
    { from: 'ASSIGNEE', text: 'What?' },
    { from: 'REQUESTER', text: 'That.' },
  ]
  const messages = agentTask.render(variables('', { conversation, instructions: 'Be brief.' }))
  t.same(
    messages.map(({ role }) => role),
    ['system', 'user', 'assistant', 'user'],
  )
  t.match(messages[0]?.content, /quantum specialist[^]*Be brief\./)
  t.throws(() => agentTask.render({ role: 'x' }))
})
