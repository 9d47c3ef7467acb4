import { builder } from '../../schema/builder.ts'
import { Money } from '../../schema/money.ts'
import { EntrySide } from './entry-side.ts'
import type { AccountTotals, AssetBalance } from './trial-balance.ts'

export const LedgerPointInput = builder.inputType('LedgerPoint', {
  description:
    'A point in both times of the ledger: when it was recorded, and when it was booked, that is, happened economically. ' +
    'Every member that is given must hold for an entry to count.',
  fields: (t) => ({
    position: t.field({
      type: 'Position',
      description:
        'Recorded at this position of the log or before it. STALE_READ when the answer is read before it.',
    }),
    recordedUntil: t.field({ type: 'DateTime', description: 'Recorded then or earlier.' }),
    bookedUntil: t.field({ type: 'DateTime', description: 'Booked then or earlier.' }),
  }),
})

const AccountBalance = builder.objectRef<AccountTotals>('AccountBalance').implement({
  description: 'The totals of one account in one asset.',
  fields: (t) => ({
    account: t.exposeString('account', { description: 'The account.' }),
    type: t.exposeString('type', { description: 'Its type in the chart of accounts.' }),
    owner: t.exposeString('owner', {
      nullable: true,
      description: 'The wallet or the organisation whose it is; null for the hub’s own.',
    }),
    normalSide: t.expose('normal', { type: EntrySide, description: 'The side that it grows on.' }),
    debits: t.field({
      type: Money,
      description: 'All of its debits.',
      resolve: ({ debits, asset }) => ({ amount: debits, asset }),
    }),
    credits: t.field({
      type: Money,
      description: 'All of its credits.',
      resolve: ({ credits, asset }) => ({ amount: credits, asset }),
    }),
    balance: t.field({
      type: Money,
      description: 'Debits less credits; negative on the credit side.',
      resolve: ({ debits, credits, asset }) => ({
        amount: (BigInt(debits) - BigInt(credits)).toString(),
        asset,
      }),
    }),
    normalBalance: t.field({
      type: Money,
      description: 'What it holds, counted on its normal side.',
      resolve: ({ debits, credits, asset, normal }) => {
        const balance = BigInt(debits) - BigInt(credits)
        return { amount: (normal === 'DEBIT' ? balance : -balance).toString(), asset }
      },
    }),
  }),
})

export const TrialBalance = builder.objectRef<AssetBalance>('TrialBalance').implement({
  description:
    'The whole ledger in one asset. Its debits equal its credits, or something is broken.',
  fields: (t) => ({
    asset: t.exposeString('asset', { description: 'The asset.' }),
    debits: t.field({
      type: Money,
      description: 'All debits of all accounts.',
      resolve: ({ debits, asset }) => ({ amount: debits.toString(), asset }),
    }),
    credits: t.field({
      type: Money,
      description: 'All credits of all accounts.',
      resolve: ({ credits, asset }) => ({ amount: credits.toString(), asset }),
    }),
    balanced: t.boolean({
      description: 'Whether they are equal.',
      resolve: ({ debits, credits }) => debits === credits,
    }),
    accounts: t.field({
      type: [AccountBalance],
      description: 'Each account’s totals.',
      complexity: 50,
      resolve: ({ accounts }) => accounts,
    }),
  }),
})
