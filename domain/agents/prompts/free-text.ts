import { z } from 'zod'
import { definePrompt } from './prompt.ts'

/** What a person asks in their own words, with nothing of the house but the words before it. */
export const freeText = definePrompt({
  template: 'call.text',
  version: 1,
  variables: z.strictObject({
    system: z.string().max(20_000).exactOptional(),
    messages: z
      .array(
        z.strictObject({
          role: z.enum(['user', 'assistant']),
          content: z.string().min(1).max(200_000),
        }),
      )
      .min(1)
      .max(100)
      .readonly(),
  }),
  answer: undefined,
  render: ({ system, messages }) => [
    ...(system === undefined ? [] : [{ role: 'system', content: system } as const]),
    ...messages,
  ],
})
