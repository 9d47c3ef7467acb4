import { Price } from '../devices/price-type.ts'
import { builder } from '../schema/builder.ts'
import { Money } from '../schema/money.ts'
import { Device, Quote } from '../schema/refs.ts'
import { FailurePolicyRule } from './failure-policy-type.ts'

builder.node(Quote, {
  description: 'A binding, capped offer for one program on one device; it expires.',
  id: { resolve: ({ quote_id }) => quote_id },
  loadOne: (id, { view }) => view.loaders.quotes.load(id),
  fields: (t) => ({
    quoteId: t.exposeID('quote_id', { description: 'The hub’s id, as commands take it.' }),
    organisationId: t.exposeID('organisation', { description: 'Whom it was made for.' }),
    device: t.field({
      type: Device,
      nullable: true,
      description: 'The device it is for.',
      resolve: async ({ device_id }, _, { view }) =>
        (await view.loaders.devices.load(device_id)) ?? null,
    }),
    programHash: t.exposeString('program_hash', { description: 'SHA-256 of the program, hex.' }),
    shots: t.exposeInt('shots', { description: 'Shots it is for.' }),
    price: t.expose('price', { type: Price, description: 'The price that it holds to.' }),
    priceVersion: t.string({
      description: 'The price that it holds to, by the provider’s name of it.',
      resolve: ({ price }) => price.version,
    }),
    failurePolicy: t.field({
      type: [FailurePolicyRule],
      description: 'Who bears what a run that does not complete has used.',
      resolve: ({ failure_policy }) => failure_policy?.rules ?? [],
    }),
    estimate: t.field({
      type: Money,
      description: 'What the job is expected to cost.',
      resolve: ({ estimate, asset }) => ({ amount: estimate, asset }),
    }),
    maximumCost: t.field({
      type: Money,
      description: 'The most that the job will cost.',
      resolve: ({ maximum_cost, asset }) => ({ amount: maximum_cost, asset }),
    }),
    estimatedSeconds: t.exposeFloat('estimated_seconds', {
      description: 'Seconds on the device that were expected.',
    }),
    issuedAt: t.expose('issued_at', { type: 'DateTime', description: 'When it was made.' }),
    expiresAt: t.expose('expires_at', { type: 'DateTime', description: 'Until when it holds.' }),
  }),
})
