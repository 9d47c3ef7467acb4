import { definitions } from '../../../domain/agents/workflows/workflow.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import { existing, projectionOf } from '../../shared/projection.ts'

/** Workflows that organisations published, each with its newest version. */
export const workflowDefinitions = projectionOf({
  name: 'workflow-definitions',
  definitions,
  touches: ({ data, revision }) => [
    {
      table: 'workflow_definitions',
      key: { definition_id: data.definitionId },
      isNew: revision === 0n,
    },
  ],
  apply: (event, rows) => {
    const { revision, position } = event
    const key = { definition_id: event.data.definitionId }
    switch (event.type) {
      case 'WorkflowPublished': {
        const { definitionId, organisation, version, plan, at } = event.data
        const first = rows.get('workflow_definitions', key)?.created_position ?? position
        const row = {
          ...{ definition_id: definitionId, organisation, version, plan, retired: false },
          ...{ published_at: new Date(at), created_position: first, revision, position },
        }
        return [{ do: 'put', table: 'workflow_definitions', row }]
      }
      case 'WorkflowRetired': {
        const before = existing(rows.get('workflow_definitions', key), event)
        const row = { ...before, retired: true, revision, position }
        return [{ do: 'put', table: 'workflow_definitions', row }]
      }
      default:
        return exhausted(event)
    }
  },
})
