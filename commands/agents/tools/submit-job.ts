import { z } from 'zod'
import { Money } from '../../../domain/shared/money.ts'
import { Id } from '../../../domain/shared/values.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { Work } from '../../jobs/prepare.ts'
import { submitJob as submit } from '../../jobs/submit.ts'
import { execute } from '../../shared/execute.ts'
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
  run: async (input, { services, context, organisation, actor }) => {
    const outcome = await execute(services, submit, input, {
      ...context,
      ...{ actor, organisation, scopes: ['jobs:write'] },
      commandId: derivedId(context.commandId, 'submitJob'),
    })
    if (outcome.kind === 'done') {
      const { jobId, estimate, maximumCost } = outcome.answer
      return { kind: 'done', output: { jobId, estimate, maximumCost } }
    }
    const { code, detail } = outcome.failure
    // Asked again under the same id, it finds the job or submits it.
    return code === 'UNAVAILABLE' ? { kind: 'unknown' } : { kind: 'refused', code, message: detail }
  },
})
