import type { z } from 'zod'
import type { Rejection } from '../../domain/shared/rejection.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import type { CommandTools } from './tools.ts'
import type { Changed } from './changed.ts'

/** What a command answers when it went through: its own answer, and where in the log it stands. */
export type Completed<Answer> = { readonly answer: Answer; readonly changed: Changed }

/** One way to change something: a strict input, the scope it takes, and what it does with the tools. */
export type CommandDefinition<Input extends z.ZodType, Answer> = {
  readonly name: string
  readonly input: Input
  /** The scope that the caller must hold; `public` needs none. */
  readonly scope: string
  readonly run: (
    input: z.output<Input>,
    tools: CommandTools,
  ) => Promise<Completed<Answer> | Rejection | Failure>
}

export const defineCommand = <Input extends z.ZodType, Answer>(
  definition: CommandDefinition<Input, Answer>,
): CommandDefinition<Input, Answer> => definition
