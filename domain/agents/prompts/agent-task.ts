import { z } from 'zod'
import { definePrompt } from './prompt.ts'

const Text = z.string().max(300_000)

/** What came of one turn of a task. */
export const TaskWork = z.strictObject({
  outcome: z.enum(['COMPLETED', 'INPUT_REQUIRED', 'REJECTED']),
  /** What is said to who asked: the result in a few sentences, a question, or why not. */
  message: z.string().trim().min(1).max(10_000),
  artifacts: z
    .array(
      z.strictObject({
        name: z.string().trim().min(1).max(120),
        mediaType: z
          .string()
          .max(100)
          .regex(/^[a-z]+\/[a-z0-9.+-]+$/),
        content: z.string().min(1).max(200_000),
      }),
    )
    .max(10)
    .readonly(),
})
export type TaskWork = z.output<typeof TaskWork>

/** An agent works on a task that it was given. */
export const agentTask = definePrompt({
  template: 'agent.task',
  version: 1,
  variables: z.strictObject({
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
  }),
  answer: TaskWork,
  render: ({ role, instructions, skills, memory, conversation }) => [
    {
      role: 'system',
      content: [
        `You are a ${role} who works in a hub for quantum computing.`,
        ...(instructions === undefined ? [] : [instructions]),
        ...(skills.length === 0
          ? []
          : [`Your skills:\n${skills.map((each) => `- ${each}`).join('\n')}`]),
        ...(memory.length === 0
          ? []
          : [`Keep in mind:\n${memory.map(({ key, text }) => `- ${key}: ${text}`).join('\n')}`]),
        'Do what you are asked for. Put every document or program that you make into an artifact of its own. ' +
          'Where you cannot go on without an answer, ask for it with INPUT_REQUIRED. What is none of your work, reject. ' +
          'Answer as JSON: outcome (COMPLETED, INPUT_REQUIRED or REJECTED), message, artifacts (name, mediaType, content).',
      ].join('\n\n'),
    },
    ...conversation.map(
      ({ from, text }) =>
        ({ role: from === 'REQUESTER' ? 'user' : 'assistant', content: text }) as const,
    ),
  ],
})
