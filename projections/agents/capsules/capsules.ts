import { definitions } from '../../../domain/agents/capsules/capsule.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import { existing, projectionOf } from '../../shared/projection.ts'

const table = 'capsules'

/** Capsules, with where they were published. */
export const capsules = projectionOf({
  name: 'capsules',
  definitions,
  touches: ({ data, revision }) => [
    { table, key: { capsule_id: data.capsuleId }, isNew: revision === 0n },
  ],
  apply: (event, rows) => {
    const { revision, position } = event
    switch (event.type) {
      case 'CapsulePackaged': {
        const { capsuleId, organisationId, content, at, report, ...rest } = event.data
        const { name, version } = content
        const row = {
          ...{ capsule_id: capsuleId, organisation_id: organisationId, name, version },
          status: report.accepted ? ('VALID' as const) : ('INVALID' as const),
          ...{ content, report, ...rest, publications: [], packaged_at: new Date(at) },
          ...{ created_position: position, revision, position },
        }
        return [{ do: 'put', table, row }]
      }
      case 'CapsulePublished': {
        const { capsuleId, at: _, ...publication } = event.data
        const row = existing(rows.get(table, { capsule_id: capsuleId }), event)
        const publications = [...row.publications, publication]
        return [{ do: 'put', table, row: { ...row, publications, revision, position } }]
      }
      default:
        return exhausted(event)
    }
  },
})
