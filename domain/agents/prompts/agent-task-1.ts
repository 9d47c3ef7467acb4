import { z } from 'zod'
import { definePrompt, type LlmMessage } from './prompt.ts'

const Text = z.string().max(300_000)

/** What an agent is told with a task: who it is, what it keeps in mind, what was said. */
export const TaskVariables = z.strictObject({
  role: z.string().min(1).max(60),
  instructions: Text.exactOptional(),
  skills: z.array(z.string().max(600)).max(20).readonly(),
  memory: z
    .array(z.strictObject({ key: z.string().max(100), text: Text }))
    .max(200)
    .readonly(),
  conversation: z
    .array(z.strictObject({ from: z.enum(['REQUESTER', 'ASSIGNEE']), text: Text }))
    .min(1)
    .max(100)
    .readonly(),
})
export type TaskVariables = z.output<typeof TaskVariables>

export const ArtifactHead = z.strictObject({
  name: z.string().trim().min(1).max(120),
  mediaType: z
    .string()
    .max(100)
    .regex(/^[a-z]+\/[a-z0-9.+-]+$/),
})
export const WrittenArtifact = ArtifactHead.extend({ content: z.string().min(1).max(200_000) })

export const TaskEnd = z.strictObject({
  outcome: z.enum(['COMPLETED', 'INPUT_REQUIRED', 'REJECTED']),
  /** What is said to who asked: the result in a few sentences, a question, or why not. */
  message: z.string().trim().min(1).max(10_000),
})

/** Who the agent is, as paragraphs of a system prompt. */
export const introduction = ({
  role,
  instructions,
  skills,
  memory,
}: TaskVariables): readonly string[] => [
  `You are a ${role} who works in a hub for quantum computing.`,
  ...(instructions === undefined ? [] : [instructions]),
  ...(skills.length === 0 ? [] : [`Your skills:\n${skills.map((each) => `- ${each}`).join('\n')}`]),
  ...(memory.length === 0
    ? []
    : [`Keep in mind:\n${memory.map(({ key, text }) => `- ${key}: ${text}`).join('\n')}`]),
]

export const spoken = ({ from, text }: TaskVariables['conversation'][number]): LlmMessage => ({
  role: from === 'REQUESTER' ? 'user' : 'assistant',
  content: text,
})

/** An agent works on a task that it was given, without tools. */
export const agentTaskFirst = definePrompt({
  template: 'agent.task',
  version: 1,
  variables: TaskVariables,
  answer: TaskEnd.extend({ artifacts: z.array(WrittenArtifact).max(10).readonly() }),
  render: (variables) => [
    {
      role: 'system',
      content: [
        ...introduction(variables),
        'Do what you are asked for. Put every document or program that you make into an artifact of its own. ' +
          'Where you cannot go on without an answer, ask for it with INPUT_REQUIRED. What is none of your work, reject. ' +
          'Answer as JSON: outcome (COMPLETED, INPUT_REQUIRED or REJECTED), message, artifacts (name, mediaType, content).',
      ].join('\n\n'),
    },
    ...variables.conversation.map(spoken),
  ],
})
