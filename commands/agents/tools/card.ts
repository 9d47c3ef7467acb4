import { z } from 'zod'
import type { ToolCard } from '../../../domain/agents/prompts/intent-breakdown.ts'
import type { Tool } from './tool.ts'

/** What is not JSON inside a tool's form (a refinement, a transform) is left open in the schema; the tool checks it. */
const schemaOf = (form: z.ZodType, io: 'input' | 'output') =>
  z.json().parse(z.toJSONSchema(form, { io, unrepresentable: 'any' }))

/** A tool as models are told of it. */
export const cardOf = ({ name, does, input, output }: Tool): ToolCard => ({
  ...{ name, does },
  input: schemaOf(input, 'input'),
  output: schemaOf(output, 'output'),
})
