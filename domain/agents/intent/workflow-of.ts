import { exhausted } from '../../shared/values.ts'
import type { Definition, Step } from '../workflows/definition.ts'
import type { Breakdown, BreakdownTask } from './breakdown.ts'

/** Tasks become steps under the same keys; one that is not always done stands in a condition of that key. */
export const workflowOf = ({ title, tasks }: Breakdown): Definition => ({
  title,
  steps: tasks.map(stepOf),
  // What was done by then is of worth by itself: a person looks at what failed.
  onFailure: 'SUSPEND',
})

const stepOf = ({ key, title, needs, when, work }: BreakdownTask): Step => {
  if (when === undefined) return { key, title, needs, ...doing(work) }
  const then = { key: `${key.slice(0, 34)}Itself`, title, ...doing(work) }
  return { key, title, needs, kind: 'CONDITION', if: when, then: [then] }
}

const doing = (work: BreakdownTask['work']) => {
  switch (work.kind) {
    case 'TOOL':
      return { kind: 'TOOL', tool: work.tool, input: work.input } as const
    case 'PERSON': {
      const assignee = { kind: 'ROLE', role: 'MEMBER' } as const
      return { kind: 'TASK', assignee, instruction: work.question } as const
    }
    default:
      return exhausted(work)
  }
}
