import { builder } from '../../schema/builder.ts'
import { Money } from '../../schema/money.ts'
import { CreditGrant } from '../../schema/refs.ts'

const GrantStatus = builder.enumType('CreditGrantStatus', {
  description: 'Whether a grant is still good.',
  values: {
    LIVE: { description: 'It can be spent, from its beginning until its end.' },
    EXPIRED: { description: 'Its time is over; what was left of it is gone.' },
    VOIDED: { description: 'An operator took back what was left of it.' },
  },
})

const GrantCategory = builder.enumType('CreditGrantCategory', {
  description: 'What kind of credit it is.',
  values: {
    PAID: { description: 'Somebody paid for it.' },
    PROMOTIONAL: { description: 'It was given away.' },
  },
})

const GrantUse = builder
  .objectRef<{
    readonly deviceIds?: readonly string[]
    readonly appIds?: readonly string[]
    readonly purposes?: readonly string[]
  }>('CreditGrantUse')
  .implement({
    description: 'What a grant may be spent on. A list that is null does not restrict.',
    fields: (t) => ({
      deviceIds: t.stringList({
        nullable: true,
        description: 'On these devices.',
        resolve: ({ deviceIds }) => deviceIds ?? null,
      }),
      appIds: t.stringList({
        nullable: true,
        description: 'On these apps.',
        resolve: ({ appIds }) => appIds ?? null,
      }),
      purposes: t.stringList({
        nullable: true,
        description: 'For these: JOB, SUBSCRIPTION_PERIOD, PLAN_CHANGE, BILL.',
        resolve: ({ purposes }) => purposes ?? null,
      }),
    }),
  })

builder.node(CreditGrant, {
  description: 'Credit with conditions.',
  id: { resolve: ({ grant_id }) => grant_id },
  loadOne: (id, { view }) => view.loaders.creditGrants.load(id),
  fields: (t) => ({
    grantId: t.exposeID('grant_id', { description: 'The hub’s id, as commands take it.' }),
    status: t.expose('status', { type: GrantStatus, description: 'Whether it is still good.' }),
    category: t.expose('category', { type: GrantCategory, description: 'What kind it is.' }),
    priority: t.exposeInt('priority', {
      description: 'Lower is spent first; credit without conditions has 50.',
    }),
    granted: t.field({
      type: Money,
      description: 'What it was.',
      resolve: ({ granted, asset }) => ({ amount: granted, asset }),
    }),
    remaining: t.field({
      type: Money,
      description: 'What is left of it, and not held.',
      resolve: ({ remaining, asset }) => ({ amount: remaining, asset }),
    }),
    effectiveAt: t.expose('effective_at', {
      type: 'DateTime',
      description: 'From when on it can be spent.',
    }),
    expiresAt: t.expose('expires_at', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when; null for ever.',
    }),
    applicability: t.field({
      type: GrantUse,
      nullable: true,
      description: 'What it may be spent on; null for everything.',
      resolve: ({ applicability }) => applicability,
    }),
    rolloversLeft: t.int({
      description: 'How often what is left may still be rolled over.',
      resolve: ({ rollover, rolled_over }) => (rollover?.times ?? 0) - rolled_over,
    }),
    reason: t.exposeString('reason', { description: 'Why it was given.' }),
    grantedAt: t.expose('granted_at', { type: 'DateTime', description: 'When it was given.' }),
  }),
})
