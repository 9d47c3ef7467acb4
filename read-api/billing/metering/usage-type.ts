import { uuidArgument } from '../../pagination/filter.ts'
import { pageOf, pageRequest, pageSize } from '../../pagination/page.ts'
import { queryError } from '../../errors/query-error.ts'
import { builder } from '../../schema/builder.ts'
import { UsageEventConnection } from '../../schema/connections.ts'
import { Direction } from '../../schema/direction.ts'
import { UsageEvent } from '../../schema/refs.ts'
import { belongsTo, requirePrincipal } from '../../view/caller.ts'
import { readMeters } from './meter-type.ts'
import { jobUsage, type MonthUsage, reportedUsage } from './month-usage.ts'
import { readUsageEvents, usageKey, usageOrder } from './reads.ts'

builder.node(UsageEvent, {
  description: 'What one usage event reported, and what of it counts.',
  id: { resolve: ({ usage_id }) => usage_id },
  loadOne: (id, { view }) => view.loaders.usageEvents.load(id),
  fields: (t) => ({
    usageId: t.exposeID('usage_id', { description: 'Follows from organisation, source and id.' }),
    organisationId: t.exposeID('organisation', { description: 'Whose usage it is.' }),
    meter: t.exposeString('meter', { description: 'The key of the meter.' }),
    month: t.exposeString('month', { description: 'The month that it counts in, UTC.' }),
    source: t.exposeString('source', { description: 'Who reported it.' }),
    externalId: t.exposeString('external_id', { description: 'Its id at the source.' }),
    subject: t.exposeString('subject', { nullable: true, description: 'Who or what used it.' }),
    reported: t.exposeString('reported', { description: 'The value as it was reported.' }),
    value: t.exposeString('value', {
      nullable: true,
      description: 'The value that counts; null when it was withdrawn.',
    }),
    occurredAt: t.expose('occurred_at', { type: 'DateTime', description: 'When it was used.' }),
    recordedAt: t.expose('recorded_at', { type: 'DateTime', description: 'When it was reported.' }),
    correctedBy: t.exposeString('corrected_by', {
      nullable: true,
      description: 'The usage id of its last correction.',
    }),
    correctionReason: t.exposeString('correction_reason', {
      nullable: true,
      description: 'Why it was corrected.',
    }),
    correctedAt: t.expose('corrected_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was last corrected.',
    }),
    position: t.expose('position', {
      type: 'Position',
      description: 'Position of the log at which it last changed.',
    }),
  }),
})

const UsageEventFilter = builder.inputType('UsageEventFilter', {
  description: 'Which usage events are wanted; every member that is given must hold.',
  fields: (t) => ({
    organisationId: t.id({ description: 'Of this organisation.' }),
    meter: t.string({ description: 'Of this meter.' }),
    month: t.string({ description: 'Of this month, such as "2026-11".' }),
    subject: t.string({ description: 'Of this subject.' }),
    source: t.string({ description: 'From this source.' }),
    corrected: t.boolean({ description: 'Corrected, or not.' }),
  }),
})

type Shown = MonthUsage & { readonly month: string; readonly unit: string }

const MeterUsage = builder.objectRef<Shown>('MeterUsage').implement({
  description: 'What one meter came to in a month.',
  fields: (t) => ({
    meter: t.exposeString('meter', { description: 'The key of the meter.' }),
    month: t.exposeString('month', { description: 'The month, UTC.' }),
    subject: t.exposeString('subject', {
      nullable: true,
      description: 'Of which subject; null for all of them, and for reports without one.',
    }),
    quantity: t.exposeString('quantity', { description: 'How much, an exact decimal.' }),
    unit: t.exposeString('unit', { description: 'Of what.' }),
    events: t.string({
      description: 'Reports that count, or jobs.',
      resolve: ({ events }) => events,
    }),
  }),
})

const monthForm = /^20[0-9]{2}-(?:0[1-9]|1[0-2])$/

builder.queryFields((t) => ({
  usageEvents: t.connection(
    {
      type: UsageEvent,
      description: 'What was reported of your organisation’s usage.',
      args: {
        filter: t.arg({ type: UsageEventFilter, description: 'Which; all when absent.' }),
        direction: t.arg({
          type: Direction,
          required: true,
          defaultValue: 'DESC',
          description: 'In the order in which they were recorded: which end comes first.',
        }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { filter, direction, ...args }, { view }) => {
        requirePrincipal(view.caller, 'billing:read')
        const page = pageRequest(args, usageOrder, direction)
        const rows = await readUsageEvents(view.db, view.caller, filter ?? {}, page)
        return pageOf(rows, page, usageKey)
      },
    },
    UsageEventConnection,
  ),
  usage: t.field({
    type: [MeterUsage],
    description:
      'What your organisation used in a month, by meter: what was reported, and what the hub counted of its jobs.',
    args: {
      month: t.arg.string({ required: true, description: 'The month, UTC, such as "2026-11".' }),
      organisationId: t.arg.id({ description: 'Of another organisation. For operators.' }),
      meter: t.arg.string({ description: 'Of this meter only.' }),
      bySubject: t.arg.boolean({
        required: true,
        defaultValue: false,
        description: 'Each subject apart: devices, apps, and what reports name.',
      }),
    },
    complexity: { field: 20, multiplier: 20 },
    resolve: async (_, { month, organisationId, meter, bySubject }, { view }) => {
      const principal = requirePrincipal(view.caller, 'billing:read')
      if (!monthForm.test(month)) throw queryError('QUERY_INVALID', '"month" is like "2026-11".')
      const organisation =
        organisationId == null
          ? principal.organisation
          : uuidArgument('organisationId', organisationId)
      if (!belongsTo(view.caller, organisation)) return []
      const meters = new Map((await readMeters(view.db)).map((one) => [one.key, one]))
      const of = { organisation, month, bySubject }
      const rows = [
        ...(await jobUsage(view.db, of)),
        ...(await reportedUsage(view.db, of, (key) => meters.get(key)?.aggregation)),
      ]
      return rows
        .filter((row) => meter == null || row.meter === meter)
        .map((row) => ({ ...row, month, unit: meters.get(row.meter)?.unit ?? '' }))
    },
  }),
}))
