import type { ApiKeyRow } from '../../projections/accounts/tables.ts'
import { builder } from '../schema/builder.ts'
import { ApiKey } from '../schema/refs.ts'
import { keyStatusOf } from './api-key-reads.ts'

export const ApiKeyStatus = builder.enumType('ApiKeyStatus', {
  description: 'Whether a key works.',
  values: {
    ACTIVE: { description: 'It does.' },
    DISABLED: { description: 'It is switched off.' },
    ROTATED: { description: 'Another key took its place; it works until its grace ends.' },
    EXPIRED: { description: 'It has ended of age, or its grace has.' },
    REVOKED: { description: 'It was ended.' },
  },
})

const RefillEvery = builder.enumType('RefillEvery', {
  description: 'How often uses are as many as at first again.',
  values: { DAY: { description: 'Every day of UTC.' }, MONTH: { description: 'Every month.' } },
})

const ApiKeyRate = builder
  .objectRef<NonNullable<ApiKeyRow['limits']['rate']>>('ApiKeyRate')
  .implement({
    description: 'How fast a key may be used: a bucket of requests that fills up steadily.',
    fields: (t) => ({
      requests: t.exposeInt('requests', { description: 'Requests that a full bucket holds.' }),
      perSeconds: t.exposeInt('perSeconds', { description: 'Seconds in which it fills up.' }),
    }),
  })

type Counted = {
  readonly key: ApiKeyRow
  readonly quota: NonNullable<ApiKeyRow['limits']['quota']>
}

const ApiKeyQuota = builder.objectRef<Counted>('ApiKeyQuota').implement({
  description: 'How often a key, with those that it replaces, may be used.',
  fields: (t) => ({
    uses: t.int({
      description: 'Uses in a period, or in all when nothing refills them.',
      resolve: ({ quota }) => quota.uses,
    }),
    refill: t.field({
      type: RefillEvery,
      nullable: true,
      description: 'When they are as many again, whatever was left.',
      resolve: ({ quota }) => quota.refill?.every ?? null,
    }),
    refillDay: t.int({
      nullable: true,
      description: 'The day of the month, or its last.',
      resolve: ({ quota }) => (quota.refill?.every === 'MONTH' ? quota.refill.day : null),
    }),
    refillsAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When that is next.',
      resolve: ({ quota }, _, { view }) => {
        const { endsAt } = view.rules.keys.periodOf(quota, view.clock.now().toISOString())
        return endsAt === undefined ? null : new Date(endsAt)
      },
    }),
    remaining: t.int({
      description:
        'Uses that are left in this period. Uses that a process of the hub holds for the key but has not counted yet are not among them: there may be a few more.',
      complexity: 1,
      resolve: async ({ key, quota }, _, { view }) => {
        const { periodOf, usageIdOf } = view.rules.keys
        const period = periodOf(quota, view.clock.now().toISOString())
        const row = await view.loaders.keyUsage.load(usageIdOf(key.meter_id, period.id))
        return Math.max(0, quota.uses - Number(row?.taken ?? 0n))
      },
    }),
  }),
})

builder.objectFields(ApiKey, (t) => ({
  status: t.field({
    type: ApiKeyStatus,
    description: 'Whether it works.',
    resolve: (key, _, { view }) => keyStatusOf(key, view.clock.now()),
  }),
  createdBy: t.exposeID('created_by', { description: 'The hub’s id of the person who made it.' }),
  rate: t.field({
    type: ApiKeyRate,
    nullable: true,
    description: 'How fast it may be used; null when only the hub’s own limits hold.',
    resolve: ({ limits }) => limits.rate ?? null,
  }),
  quota: t.field({
    type: ApiKeyQuota,
    nullable: true,
    description: 'How often it may be used; null when as often as one likes.',
    resolve: (key) => (key.limits.quota === undefined ? null : { key, quota: key.limits.quota }),
  }),
  lastUsedAt: t.field({
    type: 'DateTime',
    nullable: true,
    description: 'Its first use on the last day on which it was used; null when it never was.',
    complexity: 1,
    resolve: async ({ key_id }, _, { view }) =>
      (await view.loaders.keyActivity.load(key_id))?.last_used_at ?? null,
  }),
  predecessorId: t.exposeID('predecessor', {
    nullable: true,
    description: 'The hub’s id of the key that it replaced.',
  }),
  successorId: t.exposeID('successor', {
    nullable: true,
    description: 'The hub’s id of the key that replaced it.',
  }),
  revision: t.field({
    type: 'String',
    description: 'Of the key’s stream, for If-Match.',
    resolve: ({ revision }) => revision.toString(),
  }),
}))
