import type { z } from 'zod'
import type { agentTask, TaskWork } from '../../../../domain/agents/prompts/agent-task.ts'
import type { LocalRule } from '../rule.ts'

type Variables = z.output<typeof agentTask.variables>

/** With fewer words nobody knows what is meant. */
const fewestWords = 3

const steps: Readonly<Record<string, readonly string[]>> = {
  'project manager': [
    'Say what is wanted, and by when',
    'Divide it into tasks',
    'Name who does which',
  ],
  architect: ['Name the parts', 'Say what goes from one to another', 'Say what may fail'],
  developer: ['Write the smallest thing that works', 'Test it', 'Make it readable'],
  'QA engineer': ['List what must hold', 'Write a test for each', 'Look at the edges'],
  'DevOps engineer': ['Describe the deployment as data', 'Roll it out in steps', 'Watch it'],
  'quantum specialist': [
    'Count qubits and two-qubit gates',
    'Choose a device',
    'Estimate the errors',
  ],
}
const usual = ['Read what is asked', 'Do it', 'Check it against what was asked']

const documentOf = ({ role, memory, conversation }: Variables): string => {
  const asked = conversation.filter(({ from }) => from === 'REQUESTER').map(({ text }) => text)
  return [
    `# Notes of the ${role}`,
    '## Asked for',
    ...asked.map((text) => text.replaceAll(/^/gm, '> ')),
    ...(memory.length === 0
      ? []
      : ['## Kept in mind', memory.map(({ key, text }) => `- ${key}: ${text}`).join('\n')]),
    '## Steps',
    (steps[role] ?? usual).map((step, n) => `${n + 1}. ${step}`).join('\n'),
    '_Drawn up by rules, by the local provider of the hub: no language model has read it._',
  ].join('\n\n')
}

const workOn = (variables: Variables): TaskWork => {
  const words = variables.conversation
    .filter(({ from }) => from === 'REQUESTER')
    .flatMap(({ text }) => text.match(/[\p{L}\p{N}]+/gu) ?? [])
  if (words.length < fewestWords)
    return {
      outcome: 'INPUT_REQUIRED',
      message: 'What exactly is to be done? Say it in a sentence.',
      artifacts: [],
    }
  const content = documentOf(variables)
  return {
    outcome: 'COMPLETED',
    message: `I have put down what is asked and the steps of a ${variables.role}.`,
    artifacts: [{ name: 'notes.md', mediaType: 'text/markdown', content }],
  }
}

/** Puts down what was asked, and the usual steps of the role; asks when hardly anything was said. */
export const agentTaskRule: LocalRule = {
  template: 'agent.task',
  // The prompt's own form has let them through.
  answer: (variables) => JSON.stringify(workOn(variables as Variables)),
}
