import { z } from 'zod'
import { jsonObject } from '../../shared/json.ts'
import { AgentRole } from '../agents/profile.ts'
import { Condition } from '../workflows/condition.ts'
import { StepKey } from '../workflows/values.ts'
import { requirementIds, type Requirements } from './requirements.ts'

/** Who of a team does it: the roles that agents come with. */
const TeamRole = AgentRole.options[0].shape.kind

const Work = z.discriminatedUnion('kind', [
  /** Input as in a workflow: values, or references to what a task before it gave. */
  z.strictObject({
    kind: z.literal('TOOL'),
    tool: z.string().min(1).max(80),
    input: jsonObject(20_000),
  }),
  z.strictObject({ kind: z.literal('PERSON'), question: z.string().trim().min(1).max(1_000) }),
])

const Task = z.strictObject({
  key: StepKey,
  title: z.string().trim().min(1).max(120),
  role: TeamRole,
  satisfies: z.array(z.string().max(3)).max(20).readonly(),
  needs: z.array(StepKey).max(20).readonly(),
  /** Absent: always. */
  when: Condition.exactOptional(),
  work: Work,
})
export type BreakdownTask = z.output<typeof Task>

/** Requirements as tasks, each with who does it, by what, after what, and what it is good for. */
export const Breakdown = z
  .strictObject({
    title: z.string().trim().min(1).max(120),
    tasks: z.array(Task).min(1).max(30).readonly(),
  })
  .refine(({ tasks }) => new Set(tasks.map(({ key }) => key)).size === tasks.length, {
    message: 'two tasks have one key',
    path: ['tasks'],
  })
  .refine(
    ({ tasks }) =>
      tasks.every(({ needs }, at) =>
        needs.every(
          (need) =>
            tasks.findIndex(({ key }) => key === need) < at &&
            tasks.some(({ key }) => key === need),
        ),
      ),
    {
      message: 'a task needs one that does not stand before it',
      path: ['tasks'],
    },
  )
export type Breakdown = z.output<typeof Breakdown>

/** What a breakdown leaves undone of the requirements, and what it does for none that there is. */
export const uncovered = (
  requirements: Requirements,
  { tasks }: Breakdown,
): { readonly undone: readonly string[]; readonly unasked: readonly string[] } => {
  const wanted = requirementIds(requirements)
  const served = new Set(tasks.flatMap(({ satisfies }) => satisfies))
  return {
    undone: wanted.filter((id) => !served.has(id)),
    unasked: [...served].filter((id) => !wanted.includes(id)),
  }
}
