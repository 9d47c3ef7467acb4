import type { AccountsTables } from './accounts/tables.ts'
import type { BillingTables } from './billing/tables.ts'
import type { DevicesTables } from './devices/tables.ts'
import type { JobsTables } from './jobs/tables.ts'
import type { LogTables } from './log/tables.ts'
import type { RunnerTables } from './runner/tables.ts'
import type { SagasTables } from './sagas/tables.ts'

/**
 * Every read model's rows, as the pool of `platform/postgres` gives them: `bigint` as bigint, `numeric` as a decimal
 * string (nothing is rounded), `timestamptz` as Date, `jsonb` as its value. `position` is the log position that a row was
 * last written at, `revision` that of its stream, `created_position` the order of creation.
 */
export type ReadModelTables = AccountsTables &
  DevicesTables &
  JobsTables &
  BillingTables &
  SagasTables &
  LogTables &
  RunnerTables
