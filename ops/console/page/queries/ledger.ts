import { query } from '../api/graphql.ts'
import type { MoneyData } from '../parts/words.ts'

export type AccountRow = {
  readonly account: string
  readonly type: string
  readonly owner: string | null
  readonly normalSide: string
  readonly debits: MoneyData
  readonly credits: MoneyData
  readonly balance: MoneyData
}

export type TrialBalance = {
  readonly asset: string
  readonly balanced: boolean
  readonly debits: MoneyData
  readonly credits: MoneyData
  readonly accounts: readonly AccountRow[]
}

const money = '{ amount asset decimal }'

export const trialBalance = query<
  { readonly ledgerTrialBalance: readonly TrialBalance[] },
  { readonly asOf: { readonly position?: string; readonly recordedUntil?: string } | null }
>(`query consoleTrialBalance($asOf: LedgerPoint) {
  ledgerTrialBalance(asOf: $asOf) {
    asset balanced debits ${money} credits ${money}
    accounts { account type owner normalSide debits ${money} credits ${money} balance ${money} }
  }
}`)
