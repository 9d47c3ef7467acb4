import { z } from 'zod'
import { Money } from '../../../domain/shared/money.ts'
import { Id } from '../../../domain/shared/values.ts'
import { Work } from '../../jobs/prepare.ts'
import { submitJob as submit } from '../../jobs/submit.ts'
import { performed } from './perform.ts'
import { defineTool } from './tool.ts'

/** Sends a circuit to a device for whoever asked for the run, on their wallet and within their limits. */
export const submitJob = defineTool({
  name: 'submitJob',
  does: 'Sends a circuit in OpenQASM to a device; the job costs at most what is said.',
  input: Work.omit({ inputs: true }).extend({
    maximumCost: Money.exactOptional(),
    name: z.string().max(120).exactOptional(),
    seed: z.string().min(1).max(64).exactOptional(),
  }),
  output: z.strictObject({ jobId: Id, estimate: Money, maximumCost: Money }),
  run: async (input, use) => {
    const outcome = await performed(use, submit, input)
    if (outcome.kind !== 'done') return outcome
    const { jobId, estimate, maximumCost } = outcome.output
    return { kind: 'done', output: { jobId, estimate, maximumCost } }
  },
})
