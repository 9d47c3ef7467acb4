import { z } from 'zod'
import { Breakdown } from '../../../domain/agents/intent/breakdown.ts'
import { propose } from '../../../domain/agents/intent/proposal.ts'
import { Requirements } from '../../../domain/agents/intent/requirements.ts'
import { Money } from '../../../domain/shared/money.ts'
import { isRejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { publishWorkflow } from '../workflows/publish-workflow.ts'
import { performed } from './perform.ts'
import { tools } from './registry.ts'
import { defineTool } from './tool.ts'

// What is proposed asks no models by itself: it is made of the tools alone.
const known = { tools: tools.map(({ name }) => name), prompt: () => false }

/** Makes a workflow of a breakdown, if it does what was asked within what may be spent, and publishes it. */
export const proposeWorkflow = defineTool({
  name: 'proposeWorkflow',
  does: 'Checks a breakdown against its requirements and a budget, and publishes the workflow that it is.',
  input: z.strictObject({ requirements: Requirements, breakdown: Breakdown, runBudget: Money }),
  output: z.strictObject({
    definitionId: Id,
    version: z.int().min(1),
    summary: z.string(),
    mostOnDevices: Money.exactOptional(),
  }),
  run: async ({ requirements, breakdown, runBudget }, use) => {
    const proposal = propose(requirements, breakdown, runBudget, known)
    if (isRejection(proposal))
      return { kind: 'refused', code: proposal.rejected, message: proposal.detail }
    const { definition, summary, mostOnDevices } = proposal
    const published = await performed(use, publishWorkflow, { definition })
    if (published.kind !== 'done') return published
    const { definitionId, version } = published.output
    const most = mostOnDevices === undefined ? {} : { mostOnDevices }
    return { kind: 'done', output: { definitionId, version, summary, ...most } }
  },
})
