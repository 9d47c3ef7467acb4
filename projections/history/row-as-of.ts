import type { RecordedEvent } from '../../platform/event-store/types.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { bills } from '../billing/bills/bills.ts'
import { wallets } from '../billing/wallets.ts'
import { listings } from '../catalog/listings.ts'
import { devices } from '../devices/devices.ts'
import { groups, type Group } from '../groups.ts'
import { jobs } from '../jobs/jobs.ts'
import { createDecode } from '../runner/decode.ts'
import { foldInto } from '../runner/fold.ts'
import { createRowCache } from '../runner/row-cache.ts'
import { createRowSet } from '../runner/row-set.ts'
import { storableText } from '../runner/statements.ts'
import type { Projection } from '../shared/projection.ts'
import type { Row } from '../shared/schema.ts'
import { subscriptions } from '../subscriptions/subscriptions.ts'

/**
 * Tables whose rows are written by the events of one aggregate each, under the aggregate's id: they can be told of any
 * moment.
 */
export const pastTables = {
  jobs: { projection: jobs, category: 'job' },
  devices: { projection: devices, category: 'device' },
  wallets: { projection: wallets, category: 'wallet' },
  subscriptions: { projection: subscriptions, category: 'subscription' },
  listings: { projection: listings, category: 'listing' },
  bills: { projection: bills, category: 'bill' },
} as const satisfies Readonly<
  Record<string, { readonly projection: Projection; readonly category: string }>
>

export type PastTable = keyof typeof pastTables
export type PastTables = { readonly [Table in PastTable]: Row<Table> }

/** Under which an operator's decision to leave an event out is kept. */
export const groupOf = (table: PastTable): string => {
  const found = groups.find(({ tables }) => tables.includes(table))
  if (found === undefined) throw new Error(`${table} belongs to no group`)
  return found.name
}

const sealedNothing = (): never => {
  throw new Error('these rows hold nothing that is sealed')
}
const noVault: Vault = { seal: sealedNothing, open: sealedNothing, destroy: sealedNothing }

/** A value as it comes out of its table: without the characters that no text of Postgres has. */
const asStored = (value: unknown): unknown => {
  if (typeof value === 'string') return storableText(value)
  if (Array.isArray(value)) return value.map(asStored)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([name, inner]) => [name, asStored(inner)]),
  )
}

/**
 * The row that these events leave, by its projection's own `apply` and as the projector applies it: one that cannot be
 * applied, and those behind it in its stream, leave it as it was; those that were `skipped` are left out.
 */
export const rowAfter = async <Table extends PastTable>(
  table: Table,
  id: string,
  events: readonly RecordedEvent[],
  skipped: ReadonlySet<string>,
): Promise<PastTables[Table] | undefined> => {
  const { projection } = pastTables[table]
  const group: Group = { name: table, projections: [projection], tables: [table] }
  const { parts, opened } = await createDecode([group], noVault).batch(events)
  const own = parts.get(group) ?? []
  // Nothing of it is there before the first event.
  const { load } = createRowCache(() => Promise.resolve([]))
  const rows = createRowSet(
    await load(own.flatMap((part) => (part.kind === 'ready' ? part.touches : []))),
  )
  const nothingWaits = { quarantine: new Map(), refused: new Map() }
  foldInto(rows, own, { group: group.name, opened, skipped, ...nothingWaits })
  // Rows are held by table: what is under this one has its type. Its key is the id.
  const row = rows.held().get(table)?.get(id)?.row
  return asStored(row) as PastTables[Table] | undefined
}
