import type { z } from 'zod'
import { derivedId } from '../../../platform/ids/ids.ts'
import type { CommandDefinition } from '../../shared/definition.ts'
import { execute } from '../../shared/execute.ts'
import type { ToolOutcome, ToolUse } from './tool.ts'

export type Performed<Answer> =
  | { readonly kind: 'done'; readonly output: Answer }
  | Exclude<ToolOutcome, { kind: 'done' }>

/** Executes a command for whoever asked for the run, by its scope alone, under an id that follows from the step. */
export const performed = async <Input extends z.ZodType, Answer>(
  { services, context, organisation, actor }: ToolUse,
  command: CommandDefinition<Input, Answer>,
  input: z.input<Input>,
): Promise<Performed<Answer>> => {
  const outcome = await execute(services, command, input, {
    ...context,
    ...{ actor, organisation, scopes: [command.scope] },
    commandId: derivedId(context.commandId, command.name),
  })
  if (outcome.kind === 'done') return { kind: 'done', output: outcome.answer }
  const { code, detail } = outcome.failure
  // Asked again under the same id, it finds what was done or does it.
  return code === 'UNAVAILABLE' ? { kind: 'unknown' } : { kind: 'refused', code, message: detail }
}
