import type { LogMoment } from '../../platform/history/moment.ts'
import { isFault } from '../../platform/history/port.ts'
import { failureError, queryError } from '../errors/query-error.ts'
import { builder } from '../schema/builder.ts'
import { belongsTo } from '../view/caller.ts'
import type { View } from '../view/view.ts'
import type { PastRowOf, PastTable } from './port.ts'

/** A moment costs what reading its events does, whatever fields are asked for. */
const momentCost = 50

export const AsOf = builder.inputType('AsOf', {
  description:
    'A moment of the past, by one of the two. Computed from the log, so a position may be newer than the read models.',
  fields: (t) => ({
    position: t.field({
      type: 'Position',
      description: 'After the last event up to this position of the log.',
    }),
    time: t.field({
      type: 'DateTime',
      description: 'After the last event that the log had recorded by then.',
    }),
  }),
})

export type AsOfInput = {
  readonly position?: bigint | null | undefined
  readonly time?: Date | null | undefined
}

export const asOfArgument = {
  type: AsOf,
  description:
    'As it was at that moment; null when it was not there yet, or you would not have seen it then. Fields that are ' +
    'known of today alone answer HISTORY_NOT_KEPT.',
} as const

export const costAsOf = ({ asOf }: { readonly asOf?: AsOfInput | null | undefined }): number =>
  asOf == null ? 1 : momentCost

export const changesCost = 2 * momentCost

/** Throws QUERY_INVALID unless it says one thing. */
export const logMomentOf = ({ position, time }: AsOfInput): LogMoment => {
  if (position != null && time == null) return { kind: 'position', position }
  if (time != null && position == null) return { kind: 'time', time }
  throw queryError('QUERY_INVALID', 'A moment is a position or a time: give one of them.')
}

/** Throws MOMENT_TOO_EARLY and MOMENT_TOO_LATE. */
export const insideLog = async (view: View, moment: LogMoment): Promise<LogMoment> => {
  const fault = await view.history.outside(moment)
  if (fault !== undefined) throw failureError(fault)
  return moment
}

type Told<Table extends PastTable> = {
  readonly type: string
  readonly idOf: (row: PastRowOf<Table>) => string
  /** Whether who may see it today might have seen it then. */
  readonly wasVisible?: (view: View, row: PastRowOf<Table>) => boolean
}

const told: { readonly [Table in PastTable]: Told<Table> } = {
  jobs: { type: 'Job', idOf: ({ job_id }) => job_id },
  devices: { type: 'Device', idOf: ({ device_id }) => device_id },
  wallets: { type: 'Wallet', idOf: ({ wallet_id }) => wallet_id },
  subscriptions: { type: 'AppSubscription', idOf: ({ subscription_id }) => subscription_id },
  listings: {
    type: 'Listing',
    idOf: ({ app_id }) => app_id,
    // A draft was its seller's own.
    wasVisible: ({ caller }, { status, organisation_id }) =>
      status === 'PUBLISHED' || belongsTo(caller, organisation_id),
  },
  bills: { type: 'Bill', idOf: ({ bill_id }) => bill_id },
}

/** The time that it was at a position: that of the last event up to it. */
const timeAt = async (view: View, moment: LogMoment, last: Date): Promise<Date> => {
  if (moment.kind === 'time') return moment.time
  const found = await view.db
    .selectFrom('event_log')
    .select('at')
    .where('position', '<=', moment.position)
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst()
  return found?.at ?? last
}

/** A row as it was at a moment inside the log; null when it was not there, or not to be seen by this caller. */
export const rowAt = async <Table extends PastTable>(
  view: View,
  table: Table,
  live: PastRowOf<Table>,
  moment: LogMoment,
): Promise<PastRowOf<Table> | null> => {
  const { type, idOf, wasVisible } = told[table]
  const id = idOf(live)
  const found = await view.history.row(table, id, moment)
  if (found === undefined) return null
  if (isFault(found)) throw failureError(found)
  const { row, last } = found
  if (wasVisible?.(view, row) === false) return null
  const now = await timeAt(view, moment, last.at)
  const seen = { type, id, position: last.position, at: last.at.toISOString() }
  view.past.remember(row, { moment, now }, seen)
  return row
}

/** What the caller may see today, as it was: the live row without `asOf`; null where there is nothing to see. */
export const readAsOf = async <Table extends PastTable>(
  view: View,
  table: Table,
  live: PastRowOf<Table> | undefined,
  asOf: AsOfInput | null | undefined,
): Promise<PastRowOf<Table> | null> => {
  if (asOf == null) return live ?? null
  const moment = await insideLog(view, logMomentOf(asOf))
  return live === undefined ? null : rowAt(view, table, live, moment)
}
