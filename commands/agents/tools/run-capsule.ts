import { z } from 'zod'
import { ScriptOutput } from '../../../domain/agents/capsules/content.ts'
import { capsuleRun } from '../../../domain/agents/capsules/capsule-run.ts'
import { Id } from '../../../domain/shared/values.ts'
import { unpackCounts } from '../../../platform/results/packed-counts.ts'
import { load } from '../../shared/load.ts'
import { RunInput, runCapsule as running } from '../capsules/run-capsule.ts'
import { performed } from './perform.ts'
import { defineTool } from './tool.ts'

export const runCapsule = defineTool({
  name: 'runCapsule',
  does: 'Runs a capsule in the sandbox: its program on the simulator, its script over the result.',
  input: RunInput,
  output: z.strictObject({
    runId: Id,
    passed: z.literal(true),
    counts: z.record(z.string(), z.int().min(1)),
    output: ScriptOutput.exactOptional(),
  }),
  run: async (input, use) => {
    const outcome = await performed(use, running, input)
    if (outcome.kind !== 'done') return outcome
    const { runId } = outcome.output
    const { eventStore, foldCache } = use.services
    const { state } = await load(eventStore, foldCache, capsuleRun, runId)
    if (state.kind === 'absent') return { kind: 'unknown' }
    const { outcome: ran } = state
    if (ran.kind === 'FAILED')
      return { kind: 'refused', code: ran.code, message: `${ran.part}: ${ran.message}` }
    const { histogram, output } = ran
    const counts = unpackCounts(histogram)
    const done = { runId, passed: true as const, counts }
    return { kind: 'done', output: { ...done, ...(output === undefined ? {} : { output }) } }
  },
})
