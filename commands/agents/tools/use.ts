import { Json } from '../../../domain/shared/json.ts'
import type { Tool, ToolOutcome, ToolUse } from './tool.ts'

/** The tool of a name. */
export type ToolOf = (name: string) => Tool | undefined

/** Whoever refuses has a code; one that is none is not passed on. */
export const refusal = (code: string, message: string) =>
  ({
    kind: 'refused',
    code: /^[A-Z][A-Z0-9_]{0,99}$/.test(code) ? code : 'REFUSED',
    message: message.slice(0, 2_000),
  }) as const

/** Has a tool do its work; what it is given and what it gives must have the tool's own form. */
export const useTool = async (
  toolOf: ToolOf,
  name: string,
  input: Json,
  use: ToolUse,
): Promise<ToolOutcome<Json>> => {
  const tool = toolOf(name)
  if (tool === undefined) return refusal('UNKNOWN_TOOL', `There is no tool ${name}.`)
  const checked = tool.input.safeParse(input)
  if (!checked.success) return refusal('INVALID_INPUT', checked.error.message)
  const outcome = await tool.run(input, use)
  switch (outcome.kind) {
    case 'done': {
      const output = tool.output.pipe(Json).safeParse(outcome.output)
      return output.success
        ? { kind: 'done', output: output.data }
        : refusal('INVALID_OUTPUT', output.error.message)
    }
    case 'waiting':
      return { kind: 'waiting', askAgainInMs: Math.max(1, Math.ceil(outcome.askAgainInMs)) }
    case 'refused':
      return refusal(outcome.code, outcome.message)
    case 'unknown':
      return outcome
  }
}
