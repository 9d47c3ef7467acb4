import t from 'tap'
import { Definition } from '../workflows/definition.ts'
import { Breakdown } from './breakdown.ts'
import { workflowOf } from './workflow-of.ts'

const failed = { not: { of: { $from: 'steps.run.output.status' }, is: 'EQUAL', to: 'COMPLETED' } }
const tasks = [
  {
    ...{ key: 'ask', title: 'Ask', role: 'PROJECT_MANAGER', satisfies: [], needs: [] },
    work: { kind: 'PERSON', question: 'Which one?' },
  },
  {
    ...{ key: 'run', title: 'Run', role: 'DEVELOPER', satisfies: ['F1'], needs: ['ask'] },
    work: {
      kind: 'TOOL',
      tool: 'submitJob',
      input: { source: { $from: 'steps.ask.output.answer' } },
    },
  },
  {
    ...{ key: 'diagnose', title: 'Diagnose', role: 'QA_ENGINEER', satisfies: [], needs: ['run'] },
    when: failed,
    work: { kind: 'TOOL', tool: 'diagnoseJob', input: {} },
  },
]

t.test('a breakdown becomes a workflow, task by task', async (t) => {
  const workflow = workflowOf(Breakdown.parse({ title: 'Work', tasks }))
  t.strictSame(Definition.parse(workflow), workflow)
  t.match(workflow.steps, [
    { key: 'ask', kind: 'TASK', instruction: 'Which one?', needs: [] },
    { key: 'run', kind: 'TOOL', tool: 'submitJob', needs: ['ask'] },
    {
      ...{ key: 'diagnose', kind: 'CONDITION', if: failed, needs: ['run'] },
      then: [{ key: 'diagnoseItself', kind: 'TOOL', tool: 'diagnoseJob' }],
    },
  ])
})
