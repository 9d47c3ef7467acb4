import { apiKeys } from './accounts/api-keys.ts'
import { organisations } from './accounts/organisations.ts'
import { sessions } from './accounts/sessions.ts'
import { users } from './accounts/users.ts'
import { ledger } from './billing/ledger.ts'
import { wallets } from './billing/wallets.ts'
import { calibrations } from './devices/calibrations.ts'
import { deviceQueue } from './devices/device-queue.ts'
import { devices } from './devices/devices.ts'
import { jobs } from './jobs/jobs.ts'
import { quotes } from './jobs/quotes.ts'
import { eventLog } from './log/event-log.ts'
import { sagaInstances } from './sagas/saga-instances.ts'
import type { Projection } from './shared/projection.ts'
import type { WrittenTables } from './shared/schema.ts'

/**
 * Projections that go forward together: one checkpoint, one process at a time. A table belongs to one group and is
 * written by one projection.
 */
export type Group = {
  readonly name: string
  readonly projections: readonly Projection[]
  readonly tables: readonly Exclude<keyof WrittenTables, 'quarantine'>[]
}

/** Devices stand with the jobs, so that all hot keys have one writer. */
export const groups: readonly Group[] = [
  {
    name: 'accounts',
    projections: [users, organisations, apiKeys, sessions],
    tables: ['users', 'organisations', 'memberships', 'api_keys', 'sessions'],
  },
  {
    name: 'jobs',
    projections: [devices, calibrations, deviceQueue, jobs, quotes],
    tables: [
      'devices',
      'calibrations',
      'device_queue',
      'device_queue_depth',
      'jobs',
      'job_programs',
      'job_results',
      'job_transitions',
      'quotes',
    ],
  },
  {
    name: 'billing',
    projections: [wallets, ledger],
    tables: ['wallets', 'ledger_entries', 'ledger_accounts'],
  },
  { name: 'sagas', projections: [sagaInstances], tables: ['saga_instances', 'timers'] },
  { name: 'log', projections: [eventLog], tables: ['event_log'] },
]

/** The tables of a generation: those of its groups, and the streams that wait. */
export const generationTables: readonly (keyof WrittenTables)[] = [
  ...groups.flatMap(({ tables }) => tables),
  'quarantine',
]
