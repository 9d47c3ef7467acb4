import type { z } from 'zod'
import type { Actor } from '../../../domain/shared/decider.ts'
import type { CommandContext } from '../../shared/context.ts'
import type { Services } from '../../shared/services.ts'

/** For whom a tool works. */
export type ToolUse = {
  readonly services: Services
  /**
   * The hub's own; its command id names what the tool does once. It follows from a run's step, or from a round of a turn
   * of a task, and is the same whenever that is done again.
   */
  readonly context: CommandContext
  /** The same, to be read: `<run> <step>`, `key#2` in an iteration, `key~2` in a second attempt; `<task> turn 1 use 2`. */
  readonly deed: string
  readonly organisation: string
  /** Who asked for the run or the task. */
  readonly actor: Actor
  /** The run's, or the turn's. Of a run that was given none nothing can be spent. */
  readonly budgetId: string
}

export type ToolOutcome<Output = unknown> =
  | { readonly kind: 'done'; readonly output: Output }
  /** What it waits for is not there yet; nothing is held meanwhile. */
  | { readonly kind: 'waiting'; readonly askAgainInMs: number }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  /** It may or may not have happened: asked again under the same step, it finds out. */
  | { readonly kind: 'unknown' }

/** Something that a step of a workflow, or an agent, can have done. Safe to be done again under the same command id. */
export type Tool = {
  readonly name: string
  /** A sentence, for people and for models. */
  readonly does: string
  readonly input: z.ZodType
  readonly output: z.ZodType
  /** Checks the input against its form, and throws where it has another. */
  readonly run: (input: unknown, use: ToolUse) => Promise<ToolOutcome>
}

type Definition<Input extends z.ZodType, Output extends z.ZodType> = {
  readonly name: string
  readonly does: string
  readonly input: Input
  readonly output: Output
  readonly run: (input: z.output<Input>, use: ToolUse) => Promise<ToolOutcome<z.input<Output>>>
}

export const defineTool = <Input extends z.ZodType, Output extends z.ZodType>(
  definition: Definition<Input, Output>,
): Tool => ({
  ...definition,
  run: (input, use) => definition.run(definition.input.parse(input), use),
})
