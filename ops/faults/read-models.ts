import type { GraphqlClient } from '../client/graphql-client.ts'

type Amount = { readonly amount: string }

export type JobSeen = {
  readonly jobId: string
  readonly status: string
  readonly billing: string
  readonly charge: { readonly charged: Amount } | null
}
export type WalletSeen = {
  readonly walletId: string
  readonly available: Amount
  readonly held: Amount
}
export type BalanceSeen = {
  readonly asset: string
  readonly balanced: boolean
  readonly accounts: readonly { readonly account: string; readonly balance: Amount }[]
}

/** What an operator sees through the read API. */
export type ReadModels = {
  readonly jobs: readonly JobSeen[]
  readonly wallets: readonly WalletSeen[]
  readonly balances: readonly BalanceSeen[]
}

type Connection<Node> = {
  readonly nodes: readonly Node[]
  readonly hasNextPage: boolean
  readonly endCursor: string | null
}
type Page<Node> = {
  readonly page: {
    readonly edges: readonly { readonly node: Node }[]
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
}

const atLeast = '@atLeast(position: $position, waitMs: 10000)'

const queryOf = (field: string, selection: string): string =>
  `query Page($position: Position!, $after: String) ${atLeast} {
    page: ${field}(first: 100, after: $after) {
      edges { node { ${selection} } }
      pageInfo { hasNextPage endCursor }
    }
  }`

const jobs = queryOf('jobs', 'jobId status billing charge { charged { amount } }')
const wallets = queryOf('wallets', 'walletId available { amount } held { amount }')
const balances = `query Balances($position: Position!) ${atLeast} {
  ledgerTrialBalance { asset balanced accounts { account balance { amount } } }
}`

const allPages = async <Node>(
  ask: (after: string | null) => Promise<Connection<Node>>,
): Promise<readonly Node[]> => {
  const nodes: Node[] = []
  let after: string | null = null
  for (;;) {
    const found: Connection<Node> = await ask(after)
    nodes.push(...found.nodes)
    if (!found.hasNextPage) return nodes
    after = found.endCursor
  }
}

/** Everything that the checks compare with the log, no older than the position. */
export const readModelsAt = async (
  graphql: GraphqlClient,
  token: string,
  position: bigint,
): Promise<ReadModels> => {
  const at = { position: position.toString() }
  const connection =
    <Node>(query: string) =>
    async (after: string | null): Promise<Connection<Node>> => {
      const {
        page: { edges, pageInfo },
      } = await graphql<Page<Node>>(query, { ...at, after }, token)
      return { nodes: edges.map(({ node }) => node), ...pageInfo }
    }
  const { ledgerTrialBalance } = await graphql<{
    readonly ledgerTrialBalance: readonly BalanceSeen[]
  }>(balances, at, token)
  return {
    jobs: await allPages(connection<JobSeen>(jobs)),
    wallets: await allPages(connection<WalletSeen>(wallets)),
    balances: ledgerTrialBalance,
  }
}
