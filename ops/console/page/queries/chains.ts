import { query } from '../api/graphql.ts'
import type { PageInfo } from '../parts/pager.ts'

export type ChainRow = {
  readonly chain: string
  readonly chainId: string
  readonly headNumber: string
  readonly headAt: string
  readonly safeNumber: string
  readonly finalisedNumber: string
  readonly reorganisations: number
  readonly deepestReorganisation: number
  readonly haltedAt: string | null
  readonly haltedCode: string | null
  readonly haltedDetail: string | null
  readonly resumedAt: string | null
  readonly resumedReason: string | null
}

export type TransactionRow = {
  readonly chainTransactionId: string
  readonly chain: string
  readonly signer: string
  readonly contract: string
  readonly method: string
  readonly purposeKind: string
  readonly nonce: number | null
  readonly hash: string | null
  readonly status: string
  readonly blockNumber: string | null
  readonly confirmations: string
  readonly failureCode: string | null
  readonly failureDetail: string | null
  readonly requestedAt: string
}

export const transactionStates = [
  'AWAITING',
  'SEEN',
  'CONFIRMING',
  'SAFE',
  'FINALISED',
  'ORPHANED',
  'REPLACED',
  'FAILED',
] as const

export const chains = query<
  {
    readonly chains: readonly ChainRow[]
    readonly chainTransactions: {
      readonly edges: readonly { readonly node: TransactionRow }[]
      readonly pageInfo: PageInfo
    }
  },
  {
    readonly first?: number
    readonly last?: number
    readonly after?: string
    readonly before?: string
    readonly status: string | null
  }
>(`query consoleChains($first: Int, $last: Int, $after: String, $before: String, $status: ChainTransactionStatus) {
  chains {
    chain chainId headNumber headAt safeNumber finalisedNumber reorganisations deepestReorganisation
    haltedAt haltedCode haltedDetail resumedAt resumedReason
  }
  chainTransactions(first: $first, last: $last, after: $after, before: $before, status: $status) {
    edges {
      node {
        chainTransactionId chain signer contract method purposeKind nonce hash status blockNumber confirmations
        failureCode failureDetail requestedAt
      }
    }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`)
