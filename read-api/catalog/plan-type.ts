import type {
  Entitlement as EntitlementValue,
  Plan as PlanValue,
  Pricing as PricingValue,
  Tier as TierValue,
} from '../../domain/subscriptions/plan.ts'
import { builder } from '../schema/builder.ts'
import { Money } from '../schema/money.ts'

export const PricingKind = builder.enumType('PricingKind', {
  description: 'How a plan is paid for. Devices are paid for besides.',
  values: {
    FREE: { description: 'Not at all.' },
    ONE_TIME: { description: 'Once.' },
    MONTHLY: { description: 'Each month.' },
    YEARLY: { description: 'Each year.' },
    PAY_PER_USE: { description: 'Each run.' },
    TIERED: { description: 'Each run, at a price that depends on how many came before.' },
  },
})

const TierMode = builder.enumType('TierMode', {
  description: 'Which tier prices a run.',
  values: {
    GRADUATED: { description: 'The one that the run falls into.' },
    VOLUME: { description: 'The one that was reached, for every further run.' },
  },
})

const EntitlementKind = builder.enumType('EntitlementKind', {
  description: 'What kind of thing a plan gives.',
  values: {
    BOOLEAN: { description: 'A feature, or not.' },
    STATIC: { description: 'A fixed value.' },
    METERED: { description: 'A quota in each period.' },
  },
})

/** A value with the asset that it is priced in. */
type Priced<Value> = { readonly value: Value; readonly asset: string }

const Tier = builder.objectRef<Priced<TierValue>>('Tier').implement({
  description: 'A range of runs of a period, and what each of them costs.',
  fields: (t) => ({
    upTo: t.int({
      nullable: true,
      description: 'The last run of it, counted from the start of the period; null for the last.',
      resolve: ({ value }) => value.upTo,
    }),
    perRun: t.field({
      type: Money,
      description: 'What a run costs.',
      resolve: ({ value, asset }) => ({ amount: value.perRun, asset }),
    }),
  }),
})

const priceOf = (pricing: PricingValue): string | undefined => {
  if ('price' in pricing) return pricing.price
  return 'perRun' in pricing ? pricing.perRun : undefined
}

const Pricing = builder.objectRef<Priced<PricingValue>>('Pricing').implement({
  description: 'What a plan costs.',
  fields: (t) => ({
    kind: t.field({
      type: PricingKind,
      description: 'How it is paid for.',
      resolve: ({ value }) => value.kind,
    }),
    price: t.field({
      type: Money,
      nullable: true,
      description: 'Of a period, of a run, or once; null for what is free or tiered.',
      resolve: ({ value, asset }) => {
        const amount = priceOf(value)
        return amount === undefined ? null : { amount, asset }
      },
    }),
    mode: t.field({
      type: TierMode,
      nullable: true,
      description: 'Which tier prices a run; null without tiers.',
      resolve: ({ value }) => (value.kind === 'TIERED' ? value.mode : null),
    }),
    tiers: t.field({
      type: [Tier],
      description: 'In the order of the runs; none unless it is tiered.',
      resolve: ({ value, asset }) =>
        value.kind === 'TIERED' ? value.tiers.map((tier) => ({ value: tier, asset })) : [],
    }),
  }),
})

const Entitlement = builder.objectRef<EntitlementValue>('Entitlement').implement({
  description: 'Something that a plan gives.',
  fields: (t) => ({
    kind: t.field({
      type: EntitlementKind,
      description: 'What kind of thing it is.',
      resolve: ({ kind }) => kind,
    }),
    feature: t.string({ description: 'Its name.', resolve: ({ feature }) => feature }),
    value: t.string({
      nullable: true,
      description: 'Of a static one.',
      resolve: (entitlement) => (entitlement.kind === 'STATIC' ? entitlement.value : null),
    }),
    quota: t.int({
      nullable: true,
      description: 'Of a metered one: so many in each period.',
      resolve: (entitlement) => (entitlement.kind === 'METERED' ? entitlement.quota : null),
    }),
  }),
})

export const PlanType = builder.objectRef<PlanValue>('Plan').implement({
  description: 'One way to buy an app.',
  fields: (t) => ({
    planId: t.exposeID('planId', { description: 'The hub’s id, as commands take it.' }),
    name: t.exposeString('name', { description: 'Its name.' }),
    description: t.exposeString('description', { description: 'The seller’s words.' }),
    asset: t.exposeString('asset', { description: 'What it is priced in, such as "USD/2".' }),
    pricing: t.field({
      type: Pricing,
      description: 'What it costs.',
      resolve: ({ pricing, asset }) => ({ value: pricing, asset }),
    }),
    trialDays: t.exposeInt('trialDays', { description: 'Days that it can be tried first.' }),
    entitlements: t.field({
      type: [Entitlement],
      description: 'What it gives.',
      resolve: ({ entitlements }) => entitlements,
    }),
    priceVersion: t.exposeInt('priceVersion', {
      description: 'Counts changes of what it costs and gives.',
    }),
  }),
})
