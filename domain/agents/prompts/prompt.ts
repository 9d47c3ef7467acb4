import { z } from 'zod'

/** Who says what to a model. */
export type LlmMessage = {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

/**
 * A prompt is a template with a version: what is rendered from the same variables is the same for ever, so a change of the
 * text is a new version. `answer` is the form that the model's answer must have, as JSON; without it the answer is text.
 */
export type Prompt<
  Variables extends z.ZodType = z.ZodType,
  Answer extends z.ZodType | undefined = z.ZodType | undefined,
> = {
  readonly template: string
  readonly version: number
  readonly variables: Variables
  readonly answer: Answer
  /** Checks the variables against their form, and throws where they have another. */
  readonly render: (variables: unknown) => readonly LlmMessage[]
}

export const TemplateName = z
  .string()
  .max(80)
  .regex(/^[a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*)+$/)

type Definition<Variables extends z.ZodType, Answer extends z.ZodType | undefined> = Omit<
  Prompt<Variables, Answer>,
  'render'
> & { readonly render: (variables: z.output<Variables>) => readonly LlmMessage[] }

export const definePrompt = <
  Variables extends z.ZodType,
  const Answer extends z.ZodType | undefined,
>(
  definition: Definition<Variables, Answer>,
): Prompt<Variables, Answer> => {
  if (!TemplateName.safeParse(definition.template).success)
    throw new Error(`not a name of a template: ${definition.template}`)
  return {
    ...definition,
    render: (variables) => definition.render(definition.variables.parse(variables)),
  }
}
