import { z } from 'zod'
import {
  workflowRun,
  type RunCommand,
  type RunStatus,
} from '../../../domain/agents/workflows/run.ts'
import { isRejection } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { notFound } from '../../shared/change.ts'
import { defineCommand } from '../../shared/definition.ts'
import { ownRun } from './own-run.ts'

export type RunAnswer = { readonly runId: string; readonly status: RunStatus }

const steering = (name: string, command: RunCommand) =>
  defineCommand({
    name,
    input: z.strictObject({ runId: Id }),
    scope: 'agents:write',
    run: async ({ runId }, tools) => {
      const owned = await ownRun(tools, runId)
      if (isRejection(owned)) return owned
      const changed = await tools.change(workflowRun, runId, command)
      if (!('stream' in changed)) return changed
      if (changed.state.kind === 'absent') return notFound('run')
      const { status } = changed.state
      return { answer: { runId, status } satisfies RunAnswer, changed }
    },
  })

/** Nothing new begins; what was done and can be taken back is. */
export const cancelRun = steering('workflow-runs.cancel', { type: 'CancelRun' })

/** What has failed is tried again. */
export const resumeRun = steering('workflow-runs.resume', { type: 'ResumeRun' })
