import { definitions } from '../../domain/operations/operator-action.ts'
import { exhausted } from '../../domain/shared/values.ts'
import { projectionOf } from '../shared/projection.ts'

/** What operators did, and what came of it. */
export const operatorActions = projectionOf({
  name: 'operator-actions',
  definitions,
  touches: ({ data, revision }) => [
    { table: 'operator_actions', key: { action_id: data.actionId }, isNew: revision === 0n },
  ],
  apply: ({ type, data, revision, position }) => {
    switch (type) {
      case 'OperatorActionRequested': {
        const { actionId, action, subject, reason, parameters, performer, would } = data
        const row = {
          ...{ action_id: actionId, action, subject, reason, parameters, performer, would },
          ...{ requested_by: data.by, preview: data.preview ?? null, status: 'REQUESTED' as const },
          ...{ detail: null, requested_at: new Date(data.at), finished_at: null },
          ...{ created_position: position, revision, position },
        }
        return [{ do: 'put', table: 'operator_actions', row }]
      }
      case 'OperatorActionFinished': {
        const { actionId: action_id, outcome: status, detail, at } = data
        const to = { status, detail, finished_at: new Date(at), revision, position }
        return [{ do: 'change', table: 'operator_actions', key: { action_id }, to }]
      }
      default:
        return exhausted(type)
    }
  },
})
