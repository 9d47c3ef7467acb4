import { definitions } from '../../../domain/agents/capsules/capsule-run.ts'
import { projectionOf } from '../../shared/projection.ts'

const table = 'capsule_runs'

/** What runs of capsules came to. */
export const capsuleRuns = projectionOf({
  name: 'capsuleRuns',
  definitions,
  touches: ({ data }) => [{ table, key: { run_id: data.runId }, isNew: true }],
  apply: ({ data, position }) => {
    const { runId, capsuleId, organisationId, shots, seed, inputs, outcome, at } = data
    const row = {
      ...{ run_id: runId, capsule_id: capsuleId, organisation_id: organisationId },
      ...{ status: outcome.kind, shots, seed, inputs, outcome, ran_at: new Date(at) },
      ...{ created_position: position, position },
    }
    return [{ do: 'put', table, row }]
  },
})
