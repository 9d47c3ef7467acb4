import { definitions } from '../../domain/jobs/job-events.ts'
import { projectionOf } from '../shared/projection.ts'
import type { RowWrite } from '../shared/rows.ts'

/** Which jobs were runs of which app. Most jobs are none, and leave no row. */
export const appRuns = projectionOf({
  name: 'app-runs',
  definitions: definitions.filter(
    (definition) => definition.type === 'JobSubmitted' || definition.type === 'JobCompleted',
  ),
  touches: (event) => {
    const key = { job_id: event.data.jobId }
    return event.type === 'JobCompleted' ? [{ table: 'app_runs', key }] : []
  },
  apply: (event, rows): readonly RowWrite[] => {
    const { position } = event
    const { jobId: job_id } = event.data
    switch (event.type) {
      case 'JobSubmitted': {
        const { app } = event.data
        if (app === undefined) return []
        const row = { job_id, app_id: app.appId, completed: false, position }
        return [{ do: 'put', table: 'app_runs', row }]
      }
      case 'JobCompleted': {
        const row = rows.get('app_runs', { job_id })
        if (row === undefined) return []
        return [{ do: 'put', table: 'app_runs', row: { ...row, completed: true, position } }]
      }
      default:
        return []
    }
  },
})
