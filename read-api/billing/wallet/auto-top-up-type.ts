import type { StoredAutoTopUp } from '../../../projections/billing/wallet/auto-top-up.ts'
import { builder } from '../../schema/builder.ts'
import { Money } from '../../schema/money.ts'

export const AutoTopUp = builder
  .objectRef<StoredAutoTopUp & { readonly asset: string }>('AutoTopUp')
  .implement({
    description: 'A saved card fills the wallet up when little is left.',
    fields: (t) => ({
      threshold: t.field({
        type: Money,
        description: 'Below this.',
        resolve: ({ terms, asset }) => ({ amount: terms.threshold, asset }),
      }),
      topUp: t.field({
        type: Money,
        description: 'By so much.',
        resolve: ({ terms, asset }) => ({ amount: terms.topUp, asset }),
      }),
      monthlyCap: t.field({
        type: Money,
        description: 'At most so much in a calendar month (UTC).',
        resolve: ({ terms, asset }) => ({ amount: terms.monthlyCap, asset }),
      }),
      methodId: t.id({
        description: 'The saved method that pays.',
        resolve: ({ terms }) => terms.methodId,
      }),
      openPaymentId: t.id({
        nullable: true,
        description: 'The payment that is on its way now; there is one at a time.',
        resolve: ({ open }) => open ?? null,
      }),
      paused: t.boolean({
        description: 'The last payment failed: nothing is asked for until money comes in.',
        resolve: ({ failed }) => failed,
      }),
    }),
  })
