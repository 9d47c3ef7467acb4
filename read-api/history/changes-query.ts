import { differences, type Change } from '../../platform/history/differences.ts'
import { plain } from '../../platform/history/plain.ts'
import { isFault, type Passed } from '../../platform/history/port.ts'
import { failureError, queryError } from '../errors/query-error.ts'
import { builder } from '../schema/builder.ts'
import { belongsTo, requirePrincipal, seesAll, type Caller } from '../view/caller.ts'
import type { View } from '../view/view.ts'
import { AsOf, changesCost, insideLog, logMomentOf, rowAt } from './as-of.ts'
import type { PastRowOf, PastTable } from './port.ts'
import { FieldChange, PassedEvent } from './state-queries.ts'

const kinds = {
  JOB: 'jobs',
  DEVICE: 'devices',
  WALLET: 'wallets',
  APP_SUBSCRIPTION: 'subscriptions',
  LISTING: 'listings',
  BILL: 'bills',
} as const satisfies Readonly<Record<string, PastTable>>

const HistoricKind = builder.enumType('HistoricKind', {
  description: 'What has a history.',
  values: {
    JOB: { description: 'A job.' },
    DEVICE: { description: 'A device.' },
    WALLET: { description: 'A wallet.' },
    APP_SUBSCRIPTION: { description: 'A subscription to an app.' },
    LISTING: { description: 'A listing, by the id of its app.' },
    BILL: { description: 'A bill.' },
  },
})

type Difference = {
  readonly changes: readonly Change[]
  readonly events: readonly Passed[]
}

const Changes = builder.objectRef<Difference>('Changes').implement({
  description: 'How one thing differs between two moments.',
  fields: (t) => ({
    changes: t.expose('changes', {
      type: [FieldChange],
      description: 'What differs, in the terms of its type.',
    }),
    events: t.field({
      type: [PassedEvent],
      description: 'The events between the moments, in order.',
      resolve: ({ events }) => events,
    }),
  }),
})

/** How rows are kept, and nothing that their types tell. */
const bookkeeping: ReadonlySet<string> = new Set(
  'revision position created_position published_position updated_at folded status_before plan_id period_end_ms hold_id applied_rule'.split(
    ' ',
  ),
)

/** As of `Listing`: the seller's, and the operators'. */
const ofSeller = 'withdrawn_plans commission_basis_points reason submitted_at'.split(' ')

const hiddenFrom = (
  caller: Caller,
  { organisation_id }: { readonly organisation_id?: string },
): readonly string[] => {
  if (organisation_id === undefined) return []
  const operator = caller.kind === 'known' && seesAll(caller.principal)
  return [
    ...(operator ? [] : ['internal_note']),
    ...(belongsTo(caller, organisation_id) ? [] : ofSeller),
  ]
}

const inWords = (column: string): string =>
  column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

const shownOf = (row: object, hidden: readonly string[]): unknown =>
  plain(
    Object.fromEntries(
      Object.entries(row)
        .filter(([column]) => !bookkeeping.has(column) && !hidden.includes(column))
        .map(([column, value]: [string, unknown]) => [inWords(column), value]),
    ),
  )

const liveRow = async (
  { loaders, caller }: View,
  table: PastTable,
  id: string,
): Promise<PastRowOf<PastTable> | undefined> => {
  switch (table) {
    case 'jobs':
      requirePrincipal(caller, 'jobs:read')
      return loaders.jobs.load(id)
    case 'devices':
      return loaders.devices.load(id)
    case 'listings':
      return loaders.listings.load(id)
    case 'wallets':
      requirePrincipal(caller, 'billing:read')
      return loaders.wallets.load(id)
    case 'subscriptions':
      requirePrincipal(caller, 'billing:read')
      return loaders.appSubscriptions.load(id)
    case 'bills':
      requirePrincipal(caller, 'billing:read')
      return loaders.bills.load(id)
  }
}

builder.queryFields((t) => ({
  changes: t.field({
    type: Changes,
    nullable: true,
    description:
      'What changed in one thing that you may see, between two moments, and by which events; null when there was none ' +
      'that you may see at one of them.',
    args: {
      of: t.arg({ type: HistoricKind, required: true, description: 'What it is.' }),
      id: t.arg.id({ required: true, description: 'The hub’s id of it.' }),
      from: t.arg({ type: AsOf, required: true, description: 'From when.' }),
      to: t.arg({ type: AsOf, description: 'To when; now when absent.' }),
    },
    complexity: changesCost,
    resolve: async (_, { of, id, from, to }, { view }) => {
      const table = kinds[of]
      const earlier = await insideLog(view, logMomentOf(from))
      const later = await insideLog(view, logMomentOf(to ?? { time: view.clock.now() }))
      const live = await liveRow(view, table, id)
      if (live === undefined) return null
      const before = await rowAt(view, table, live, earlier)
      const after = await rowAt(view, table, live, later)
      if (before === null || after === null) return null
      if (before.position > after.position)
        throw queryError('QUERY_INVALID', 'The first moment lies behind the second.')
      const events = await view.history.rowEvents(table, id, earlier, later)
      if (isFault(events)) throw failureError(events)
      const hidden = hiddenFrom(
        view.caller,
        'app_id' in after && !('plan_id' in after) ? after : {},
      )
      return { changes: differences(shownOf(before, hidden), shownOf(after, hidden)), events }
    },
  }),
}))
