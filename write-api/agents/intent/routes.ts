import { z } from 'zod'
import { beginIntent } from '../../../commands/agents/intent/begin-intent.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { Mount } from '../../mount.ts'
import { Id } from '../../shapes.ts'

/** From a sentence to a workflow that a person approves of. */
export const intentRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'beginIntent',
    tag: 'agents',
    summary: 'Say what you want to have done',
    description:
      'The text becomes requirements, these a breakdown into tasks, that a workflow; you approve of it in a task, then it ' +
      'runs. `budget` is held at once and pays for models; jobs on devices may cost `runBudget` together. The answer is a ' +
      'run of the workflow `intent`. Takes `jobs:write` besides.',
    problems: [],
    links: [{ operationId: 'getWorkflowRun', parameter: 'runId', member: 'runId' }],
    method: 'POST',
    path: '/v1/intents',
    command: beginIntent,
    params: z.strictObject({}),
    body: beginIntent.input,
    example: {
      text: 'Search for 101 with Grover’s algorithm. Run it on the best device for at most $2, and deliver a capsule.',
      budget: { amount: '10', asset: 'USD/2' },
      runBudget: { amount: '200', asset: 'USD/2' },
    },
    input: (_, body) => body,
    status: 202,
    answer: z.strictObject({ runId: Id, status: z.literal('RUNNING') }),
    location: ({ runId }) => `/v1/workflow-runs/${runId}`,
  }),
]
