import type { z } from 'zod'
import type { agentTask, TaskWork } from '../../../../domain/agents/prompts/agent-task.ts'
import type { LocalRule } from '../rule.ts'
import { handOver, nextTool, type Use } from './agent-tools.ts'

type Told = z.output<typeof agentTask.variables>
/** The first version of the prompt has no tools. */
type Variables = Omit<Told, 'tools' | 'uses'> & Partial<Pick<Told, 'tools' | 'uses'>>

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

const documentOf = ({ role, memory, conversation }: Variables, used: readonly Use[]): string => {
  const asked = conversation.filter(({ from }) => from === 'REQUESTER').map(({ text }) => text)
  return [
    `# Notes of the ${role}`,
    '## Asked for',
    ...asked.map((text) => text.replaceAll(/^/gm, '> ')),
    ...(memory.length === 0
      ? []
      : ['## Kept in mind', memory.map(({ key, text }) => `- ${key}: ${text}`).join('\n')]),
    ...(used.length === 0
      ? ['## Steps', (steps[role] ?? usual).map((step, n) => `${n + 1}. ${step}`).join('\n')]
      : ['## Tools used', used.map(lineOf).join('\n')]),
    '_Drawn up by rules, by the local provider of the hub: no language model has read it._',
  ].join('\n\n')
}

/** What a tool gave is long: the artifacts hold it. */
const lineOf = ({ tool, came, said }: Use): string =>
  `- ${tool}: ${came === 'DONE' ? 'done' : `refused, ${said.slice(0, 500)}`}`

const workOn = (variables: Variables): TaskWork => {
  const { tools = [], uses = [] } = variables
  const asked = variables.conversation
    .filter(({ from }) => from === 'REQUESTER')
    .map(({ text }) => text)
  const words = asked.flatMap((text) => text.match(/[\p{L}\p{N}]+/gu) ?? [])
  if (words.length < fewestWords)
    return {
      outcome: 'INPUT_REQUIRED',
      message: 'What exactly is to be done? Say it in a sentence.',
      artifacts: [],
    }
  const course = { asked, uses }
  const names = tools.map(({ name }) => name)
  const next = nextTool(course, names)
  if (next !== undefined) return { outcome: 'USE_TOOL', ...next }
  const used = uses.filter(({ turn }) => turn === asked.length)
  const notes = {
    ...{ name: 'notes.md', mediaType: 'text/markdown' },
    content: documentOf(variables, used),
  }
  return {
    outcome: 'COMPLETED',
    message: messageOf(variables.role, used),
    artifacts: [...handOver(course), notes],
  }
}

const messageOf = (role: string, used: readonly Use[]): string => {
  if (used.length === 0) return `I have put down what is asked and the steps of a ${role}.`
  const refused = used.find(({ came }) => came === 'REFUSED')
  const done = used.filter(({ came }) => came === 'DONE').map(({ tool }) => tool)
  return [
    ...(done.length === 0 ? [] : [`I have used ${done.join(', ')}.`]),
    ...(refused === undefined ? [] : [`${refused.tool} refused: ${refused.said.slice(0, 1000)}`]),
  ].join(' ')
}

/**
 * Has the tools that the words call for do their work, one after the other, and hands over what they gave; without any it
 * puts down what was asked and the usual steps of the role. Asks when hardly anything was said.
 */
export const agentTaskRule: LocalRule = {
  template: 'agent.task',
  // The prompt's own form has let them through.
  answer: (variables) => JSON.stringify(workOn(variables as Variables)),
}
