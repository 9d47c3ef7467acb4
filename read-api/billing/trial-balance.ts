import type { LedgerAccountRow } from '../../projections/billing/tables.ts'
import { builder } from '../schema/builder.ts'
import { Money } from '../schema/money.ts'
import type { ReadDb } from '../view/db.ts'

type AssetBalance = {
  readonly asset: string
  readonly debits: bigint
  readonly credits: bigint
  readonly accounts: readonly LedgerAccountRow[]
}

/** Sums in whole minor units, account by account, so that each figure can be followed. */
export const readTrialBalance = async (db: ReadDb): Promise<readonly AssetBalance[]> => {
  const rows = await db
    .selectFrom('ledger_accounts')
    .selectAll()
    .orderBy('asset')
    .orderBy('account')
    .execute()
  return [...new Set(rows.map(({ asset }) => asset))].map((asset) => {
    const accounts = rows.filter((row) => row.asset === asset)
    return {
      asset,
      debits: accounts.reduce((sum, row) => sum + BigInt(row.debits), 0n),
      credits: accounts.reduce((sum, row) => sum + BigInt(row.credits), 0n),
      accounts,
    }
  })
}

const AccountBalance = builder.objectRef<LedgerAccountRow>('AccountBalance').implement({
  description: 'The totals of one account in one asset.',
  fields: (t) => ({
    account: t.exposeString('account', { description: 'The account.' }),
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
