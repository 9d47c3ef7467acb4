import { z } from 'zod'
import { Diagnosis } from '../../../domain/agents/circuits/diagnosis.ts'
import { Id } from '../../../domain/shared/values.ts'
import { diagnoseJob as diagnose } from '../circuits/diagnose.ts'
import { defineTool } from './tool.ts'

export const diagnoseJob = defineTool({
  name: 'diagnoseJob',
  does: 'Says how a job went and why, whose fault a failure is, and what to do about it.',
  input: z.strictObject({ jobId: Id }),
  output: Diagnosis,
  run: async ({ jobId }, { services, context, organisation }) => {
    const own = { ...context, organisation, scopes: ['jobs:read'] }
    const read = await diagnose(services, own, jobId)
    if (read.kind === 'read') return { kind: 'done', output: read.view }
    return { kind: 'refused', code: read.failure.code, message: read.failure.detail }
  },
})
