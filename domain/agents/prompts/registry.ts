import { agentTask } from './agent-task.ts'
import { agentTaskFirst } from './agent-task-1.ts'
import { codeGenerate } from './code-generate.ts'
import { freeText } from './free-text.ts'
import { intentBreakdown } from './intent-breakdown.ts'
import { intentRequirements } from './intent-requirements.ts'
import type { Prompt } from './prompt.ts'

/** Every prompt of the hub, the newest version of each template and those that recorded workflows still name. */
export const prompts: readonly Prompt[] = [
  agentTask,
  agentTaskFirst,
  codeGenerate,
  freeText,
  intentRequirements,
  intentBreakdown,
]

export const promptOf = (template: string, version?: number): Prompt | undefined =>
  prompts
    .filter((prompt) => prompt.template === template)
    .filter((prompt) => version === undefined || prompt.version === version)
    .toSorted((a, b) => b.version - a.version)[0]
