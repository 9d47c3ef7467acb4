import type { PriceBookEntry } from '../../domain/devices/price-book.ts'
import { builder } from '../schema/builder.ts'
import { Money } from '../schema/money.ts'

export const Price = builder.objectRef<PriceBookEntry>('Price').implement({
  description:
    'What a device costs from an instant on: every part is added up, then the minimum applies. Rates are exact decimals ' +
    'of the asset’s own unit.',
  fields: (t) => ({
    version: t.exposeString('version', { description: 'The provider’s name of this entry.' }),
    asset: t.exposeString('asset', { description: 'The asset that is charged, such as "USD/2".' }),
    validFrom: t.field({
      type: 'DateTime',
      description: 'From when it applies.',
      resolve: ({ validFrom }) => new Date(validFrom),
    }),
    perTask: t.exposeString('perTask', { description: 'For each job.' }),
    perShot: t.exposeString('perShot', { description: 'For each shot.' }),
    perSecond: t.exposeString('perSecond', { description: 'For each second on the device.' }),
    per1qGateShot: t.exposeString('per1qGateShot', {
      description: 'For each one-qubit gate, times shots.',
    }),
    per2qGateShot: t.exposeString('per2qGateShot', {
      description: 'For each two-qubit gate, times shots.',
    }),
    minimum: t.field({
      type: Money,
      description: 'No job costs less.',
      resolve: ({ minimum, asset }) => ({ amount: minimum, asset }),
    }),
    minimumDuration: t.exposeFloat('minimumDuration', {
      description: 'Seconds: a shorter run is billed as this long.',
    }),
  }),
})
