import { checkDefinition } from '../workflows/check.ts'
import { Breakdown } from './breakdown.ts'
import { workflowOf } from './workflow-of.ts'

const toolsOf = ({ tasks }: Breakdown): readonly string[] =>
  tasks.flatMap(({ work }) => (work.kind === 'TOOL' ? [work.tool] : []))

/**
 * A breakdown whose references all lead somewhere. Part of the answer's form, so that a model is told what is wrong and
 * may repair it; which tools there are is checked when the workflow is proposed.
 */
export const SoundBreakdown = Breakdown.superRefine((breakdown, context) => {
  const known = { tools: toolsOf(breakdown), prompt: () => true }
  for (const { detail } of checkDefinition(workflowOf(breakdown), known))
    context.addIssue({ code: 'custom', message: detail, path: ['tasks'] })
})
