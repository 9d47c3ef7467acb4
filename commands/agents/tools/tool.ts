import type { z } from 'zod'
import type { Actor } from '../../../domain/shared/decider.ts'
import type { Json } from '../../../domain/shared/json.ts'
import type { CommandContext } from '../../shared/context.ts'
import type { Services } from '../../shared/services.ts'

/** On whose behalf a tool works. */
export type ToolTools = {
  readonly services: Services
  /** Its command id is the step's own, the same however often the tool is asked. */
  readonly context: CommandContext
  readonly organisation: string
  /** Who asked for the run. */
  readonly actor: Actor
  readonly runId: string
  /** With the run's id it names what the tool does once: `key`, `key#2` in an iteration, `key~2` in a second attempt. */
  readonly stepKey: string
  /** What it may spend from; absent when the run has no budget. */
  readonly budgetId?: string
}

export type ToolOutcome =
  | { readonly kind: 'done'; readonly output: Json }
  /** It has only begun, or waits for others: it is asked again, and is given the same input. */
  | { readonly kind: 'waiting'; readonly askAgainInMs: number }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  /** It may or may not have been done: it is asked again, and must find out. */
  | { readonly kind: 'unknown' }

/**
 * What a step of a workflow can have done. Asked again under the same run and step it does nothing twice: its ids follow
 * from them.
 */
export type Tool = {
  readonly name: string
  /** In a sentence, for people and models that choose among tools. */
  readonly does: string
  readonly input: z.ZodType
  readonly output: z.ZodType
  /** `input` has passed the tool's own schema. */
  readonly run: (input: unknown, tools: ToolTools) => Promise<ToolOutcome>
}

type Definition<Input extends z.ZodType, Output extends z.ZodType> = Omit<
  Tool,
  'input' | 'output' | 'run'
> & {
  readonly input: Input
  readonly output: Output
  readonly run: (input: z.output<Input>, tools: ToolTools) => Promise<ToolOutcome>
}

export const defineTool = <Input extends z.ZodType, Output extends z.ZodType>(
  definition: Definition<Input, Output>,
): Tool => ({
  ...definition,
  run: (input, tools) => definition.run(definition.input.parse(input), tools),
})
