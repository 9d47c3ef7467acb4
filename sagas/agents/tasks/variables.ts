import type { z } from 'zod'
import type { Services } from '../../../commands/shared/services.ts'
import type { ExistingAgent } from '../../../domain/agents/agents/agent.ts'
import { titleOf } from '../../../domain/agents/agents/profile.ts'
import type { agentTask } from '../../../domain/agents/prompts/agent-task.ts'
import type { ExistingTask } from '../../../domain/agents/tasks/task-state.ts'

/** What an agent is told with a task, in clear: who it is, what it keeps in mind, what was said. */
export const variablesOf = async (
  { vault }: Pick<Services, 'vault'>,
  { profile, memory }: ExistingAgent,
  { messages }: ExistingTask,
): Promise<z.output<typeof agentTask.variables>> => {
  const instructions =
    profile.instructions === undefined ? undefined : await vault.open(profile.instructions)
  const remembered = await Promise.all(
    Object.entries(memory).map(async ([key, text]) => ({
      key,
      text: (await vault.open(text)) ?? '',
    })),
  )
  const said = await Promise.all(
    messages.map(async ({ from, text }) => ({ from, text: (await vault.open(text)) ?? '' })),
  )
  return {
    role: titleOf(profile.role),
    ...(instructions === undefined ? {} : { instructions }),
    skills: profile.skills.map(({ name, description }) => `${name}: ${description}`),
    memory: remembered.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    conversation: said,
  }
}
