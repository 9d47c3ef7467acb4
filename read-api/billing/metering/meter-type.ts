import type { Meter } from '../../../domain/billing/metering/meter-rules.ts'
import { builder } from '../../schema/builder.ts'
import { requirePrincipal } from '../../view/caller.ts'
import type { ReadDb } from '../../view/db.ts'
import { standardMeters } from './standard-meters.ts'

export type ShownMeter = Meter & { readonly retired: boolean }

/** The hub's own meters, then those that operators defined. */
export const readMeters = async (db: ReadDb): Promise<readonly ShownMeter[]> => {
  const defined = await db.selectFrom('meters').selectAll().orderBy('key').execute()
  return [
    ...standardMeters.map((meter) => ({ ...meter, retired: false })),
    ...defined.map((meter) => ({ ...meter, feed: 'REPORTED' as const })),
  ]
}

const MeterAggregation = builder.enumType('MeterAggregation', {
  description: 'How the events of a month become one quantity.',
  values: {
    COUNT: { description: 'How many there are.' },
    SUM: { description: 'The sum of their values.' },
    MAX: { description: 'The greatest value.' },
    UNIQUE: { description: 'How many different subjects there are.' },
    LATEST: { description: 'The value of the last to occur.' },
    WEIGHTED_SUM: {
      description: 'Each value raises or lowers a level; the level’s average over the month.',
    },
  },
})
const MeterSubject = builder.enumType('MeterSubject', {
  description: 'Whether an event names who or what used it.',
  values: {
    REQUIRED: { description: 'Every event does.' },
    OPTIONAL: { description: 'An event may.' },
    NONE: { description: 'No event does.' },
  },
})
const MeterFeed = builder.enumType('MeterFeed', {
  description: 'Where the quantities of a meter come from.',
  values: {
    REPORTED: { description: 'Usage events report them.' },
    JOBS: { description: 'The hub counts its jobs.' },
  },
})

const MeterType = builder.objectRef<ShownMeter>('Meter').implement({
  description: 'Something that is counted, and may be priced.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'What it is named by.' }),
    name: t.exposeString('name', { description: 'What is counted.' }),
    unit: t.exposeString('unit', { description: 'One of what is counted.' }),
    aggregation: t.expose('aggregation', {
      type: MeterAggregation,
      description: 'How a month’s events become one quantity.',
    }),
    decimals: t.exposeInt('decimals', { description: 'Decimals that a value may have.' }),
    maximum: t.exposeString('maximum', { description: 'The greatest value of one event.' }),
    subject: t.expose('subject', {
      type: MeterSubject,
      description: 'Whether an event names a subject.',
    }),
    feed: t.expose('feed', { type: MeterFeed, description: 'Where its quantities come from.' }),
    retired: t.exposeBoolean('retired', { description: 'Nothing more is reported to it.' }),
  }),
})

builder.queryFields((t) => ({
  meters: t.field({
    type: [MeterType],
    description:
      'Everything that is counted: the hub’s own meters, and those that operators defined.',
    complexity: { field: 5, multiplier: 20 },
    resolve: (_, _args, { view }) => {
      requirePrincipal(view.caller)
      return readMeters(view.db)
    },
  }),
}))
