import { z } from 'zod'
import { cardOf } from '../../../commands/agents/tools/card.ts'
import type { Tool } from '../../../commands/agents/tools/tool.ts'
import { openJson } from '../../../commands/agents/workflows/kept.ts'
import type { Services } from '../../../commands/shared/services.ts'
import type { ExistingAgent } from '../../../domain/agents/agents/agent.ts'
import { titleOf } from '../../../domain/agents/agents/profile.ts'
import type { agentTask } from '../../../domain/agents/prompts/agent-task.ts'
import type { ExistingTask } from '../../../domain/agents/tasks/task-state.ts'

type Variables = z.output<typeof agentTask.variables>
type Ports = Pick<Services, 'vault' | 'apps'>

/** Of what a tool gave the model is shown so many characters. */
const mostShown = 60_000
const shortened = (text: string): string =>
  text.length <= mostShown ? text : `${text.slice(0, mostShown)}… (it goes on)`

/** What the task's tools were asked and gave, in clear. */
const usesOf = (services: Ports, { toolUses }: ExistingTask): Promise<Variables['uses']> =>
  Promise.all(
    toolUses.map(async ({ turn, tool, input, outcome }) => {
      const asked = z.json().parse((await openJson(services, input)) ?? null)
      const { came } = outcome
      const said =
        outcome.came === 'DONE'
          ? JSON.stringify((await openJson(services, outcome.output)) ?? null)
          : `${outcome.code}: ${(await services.vault.open(outcome.detail)) ?? ''}`
      return { turn, tool, input: asked, came, said: shortened(said) }
    }),
  )

/** What an agent is told with a task, in clear: who it is, what it keeps in mind, what was said, what it may use and has used. */
export const variablesOf = async (
  services: Ports,
  { profile, memory }: ExistingAgent,
  task: ExistingTask,
  tools: readonly Tool[],
): Promise<Variables> => {
  const { vault } = services
  const instructions =
    profile.instructions === undefined ? undefined : await vault.open(profile.instructions)
  const remembered = await Promise.all(
    Object.entries(memory).map(async ([key, text]) => ({
      key,
      text: (await vault.open(text)) ?? '',
    })),
  )
  const said = await Promise.all(
    task.messages.map(async ({ from, text }) => ({ from, text: (await vault.open(text)) ?? '' })),
  )
  return {
    role: titleOf(profile.role),
    ...(instructions === undefined ? {} : { instructions }),
    skills: profile.skills.map(({ name, description }) => `${name}: ${description}`),
    memory: remembered.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    conversation: said,
    tools: tools.map(cardOf),
    uses: await usesOf(services, task),
  }
}
