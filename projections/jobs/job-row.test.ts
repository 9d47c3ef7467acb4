import { equal } from 'node:assert/strict'
import t from 'tap'
import fc from '../../test/kit/fast-check.ts'
import { initial, job, type Job } from '../../domain/jobs/job.ts'
import type { JobEvent } from '../../domain/jobs/job-events.ts'
import { decodeEvent } from '../../domain/events.ts'
import type { Projected } from '../shared/projection.ts'
import { arbitraryLog } from '../../test/read-models/steps.ts'
import { changeOf, submittedRow } from './job-row.ts'
import type { JobRow } from './tables.ts'

t.test('the row is in the state that the domain says, after every event', (t) => {
  fc.assert(
    fc.property(arbitraryLog(200), (events) => {
      const states = new Map<string, Job>()
      const rows = new Map<string, JobRow>()
      for (const recorded of events.filter(({ stream }) => stream.startsWith('job-'))) {
        const { stream } = recorded
        const event = { ...recorded, ...decodeEvent(recorded) } as Projected<JobEvent>
        const state = job.evolve(states.get(stream) ?? initial, event)
        states.set(stream, state)
        const before = rows.get(stream)
        const row =
          event.type === 'JobSubmitted' || before === undefined
            ? submittedRow(event as Parameters<typeof submittedRow>[0])
            : { ...before, ...changeOf(before, event) }
        rows.set(stream, row)
        if (state.kind === 'absent') throw new Error('a job without a beginning')
        equal(row.status, state.status)
        equal(row.billing, state.billing)
        equal(row.attempt, state.attempt)
        equal(row.hold_id, state.holdId ?? null)
        equal(row.charged, state.charged?.amount ?? null)
      }
    }),
  )
  t.pass('for all of them')
  t.end()
})
