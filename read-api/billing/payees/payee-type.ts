import { creationOrder } from '../../pagination/creation.ts'
import { pageOf, pageRequest, pageSize } from '../../pagination/page.ts'
import { builder } from '../../schema/builder.ts'
import { PayeeEntryConnection, PayoutConnection } from '../../schema/connections.ts'
import { Direction } from '../../schema/direction.ts'
import { Money } from '../../schema/money.ts'
import { Organisation, Payee, PayeeEntry, Payout } from '../../schema/refs.ts'
import { Onboarding } from './enums.ts'
import { Balance, Schedule, Statement } from './payee-parts.ts'
import { entryKey, entryOrder, readBalances, readPayeeEntries, readStatement } from './reads.ts'

const EntryFilter = builder.inputType('PayeeEntryFilter', {
  description: 'Which movements are wanted; every member that is given must hold.',
  fields: (t) => ({
    asset: t.string({ description: 'In this asset.' }),
    from: t.field({ type: 'DateTime', description: 'Then or later.' }),
    before: t.field({ type: 'DateTime', description: 'Earlier.' }),
  }),
})

builder.node(Payee, {
  description: 'Who earns by apps or devices, and is paid.',
  id: { resolve: ({ organisation }) => organisation },
  loadOne: (id, { view }) => view.loaders.payees.load(id),
  fields: (t) => ({
    organisationId: t.exposeID('organisation', { description: 'The organisation that it is.' }),
    organisation: t.field({
      type: Organisation,
      nullable: true,
      description: 'The organisation that it is.',
      resolve: async ({ organisation }, _, { view }) =>
        (await view.loaders.organisations.load(organisation)) ?? null,
    }),
    onboarding: t.expose('onboarding', {
      type: Onboarding,
      description: 'Where it is with the payment provider.',
    }),
    requirementsDue: t.stringList({
      description: 'What the provider still wants to know, in its own words.',
      resolve: ({ requirements_due }) => [...requirements_due],
    }),
    schedule: t.expose('schedule', { type: Schedule, description: 'When it is paid.' }),
    minimums: t.field({
      type: [Money],
      description: 'What a scheduled payout is at least.',
      resolve: ({ minimums }) => minimums,
    }),
    holdBackDays: t.exposeInt('hold_back_days', {
      description: 'For how many days earnings are held back.',
    }),
    balances: t.field({
      type: [Balance],
      description: 'What it has, by asset.',
      complexity: 5,
      resolve: ({ organisation }, _, { view }) => readBalances(view.db, organisation),
    }),
    payouts: t.connection(
      {
        type: Payout,
        description: 'Its payouts, the newest first.',
        complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
        resolve: ({ organisation }, args, { view }) =>
          view.loaders.payoutsOfPayee.load({
            parent: organisation,
            page: pageRequest(args, creationOrder('payout'), 'DESC'),
          }),
      },
      PayoutConnection,
    ),
    entries: t.connection(
      {
        type: PayeeEntry,
        description: 'The movements of its balances.',
        args: {
          filter: t.arg({ type: EntryFilter, description: 'Which; all when absent.' }),
          direction: t.arg({
            type: Direction,
            required: true,
            defaultValue: 'DESC',
            description: 'In the order of the log: which end comes first.',
          }),
        },
        complexity: (args) => ({ field: 5, multiplier: pageSize(args) }),
        resolve: async ({ organisation }, { filter, direction, ...args }, { view }) => {
          const page = pageRequest(args, entryOrder, direction)
          const rows = await readPayeeEntries(view.db, organisation, filter ?? {}, page)
          return pageOf(rows, page, entryKey)
        },
      },
      PayeeEntryConnection,
    ),
    statement: t.field({
      type: Statement,
      nullable: true,
      description: 'What became of its balance in an asset. The CSV has the lines, too.',
      complexity: 20,
      args: {
        asset: t.arg.string({ required: true, description: 'Such as "USD/2".' }),
        from: t.arg({ type: 'DateTime', required: true, description: 'From then on.' }),
        before: t.arg({ type: 'DateTime', required: true, description: 'And before then.' }),
      },
      resolve: async ({ organisation }, { asset, from, before }, { view }) =>
        (await readStatement(view.db, { organisation, asset, from, before })) ?? null,
    }),
    position: t.expose('position', {
      type: 'Position',
      description: 'Position of the log at which it last changed.',
    }),
  }),
})
