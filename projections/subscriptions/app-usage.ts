import { definitions } from '../../domain/subscriptions/usage.ts'
import { projectionOf } from '../shared/projection.ts'
import type { RowWrite } from '../shared/rows.ts'

/** How far the runs of a period are used up. That a place lapses, nobody writes down: open ones are listed as they are. */
export const appUsage = projectionOf({
  name: 'app-usage',
  definitions,
  touches: ({ data, revision }) => [
    { table: 'app_usage', key: { usage_id: data.usageId }, isNew: revision === 0n },
  ],
  apply: (event, rows): readonly RowWrite[] => {
    const { data, revision, position } = event
    const { usageId: usage_id, runId } = data
    const before = rows.get('app_usage', { usage_id })
    const others = (before?.open ?? []).filter((open) => open !== runId)
    if (event.type === 'RunReserved') {
      const { organisation, appId: app_id } = event.data
      const counted = before?.counted ?? 0
      const row = { usage_id, organisation, app_id, counted, open: [...others, runId] }
      return [{ do: 'put', table: 'app_usage', row: { ...row, revision, position } }]
    }
    if (before === undefined) return []
    const open = event.type === 'RunConfirmed' ? [...others, runId] : others
    const counted = before.counted + (event.type === 'RunCounted' ? 1 : 0)
    return [
      { do: 'put', table: 'app_usage', row: { ...before, open, counted, revision, position } },
    ]
  },
})
