import { z } from 'zod'
import { hold } from '../expect.ts'
import { until } from '../until.ts'
import type { Cast } from './cast.ts'
import type { Run } from './runs.ts'

export type Spent = {
  readonly tokens: { readonly in: number; readonly out: number }
  /** In units of the asset, exactly as the prices make it. */
  readonly cost: string
}

type Calls = {
  readonly llmCalls: {
    readonly edges: readonly {
      readonly node: { readonly tokensIn: number; readonly tokensOut: number }
    }[]
  }
}
const query = `
  query Calls($budgetId: ID!, $position: Position!) @atLeast(position: $position, waitMs: 10000) {
    llmCalls(first: 50, budgetId: $budgetId) { edges { node { tokensIn tokensOut } } }
  }`

const Amount = z.looseObject({ amount: z.string(), asset: z.string() })
const Closed = z.looseObject({
  status: z.literal('CLOSED'),
  spent: Amount,
  charged: Amount,
  position: z.string(),
})

/** In units: "0.0019890 USD" of so many of the smallest. */
const inUnits = (amount: string, asset: string): string => {
  const [code = '', scale = '0'] = asset.split('/')
  const digits = amount.padStart(Number(scale) + 1, '0')
  const at = digits.length - Number(scale)
  return `${digits.slice(0, at)}.${digits.slice(at)} ${code}`
}

/** What the models of a run cost, once its budget is closed: exactly, and as it was taken from the wallet. */
export const spentOn = async ({ stage, ada }: Cast, { budgetId = '' }: Run): Promise<Spent> => {
  const { token } = ada
  const closed = await until('the end of the budget', async () => {
    const { body } = await stage.http.get(`/v1/agent-budgets/${budgetId}`, { token })
    return Closed.safeParse(body).data
  })
  const { spent, charged, position } = closed
  hold(BigInt(charged.amount) === 1n, `${charged.amount} ${charged.asset} was taken for the models`)
  const { llmCalls } = await stage.graphql<Calls>(query, { budgetId, position }, token)
  const nodes = llmCalls.edges.map(({ node }) => node)
  const sum = (count: (node: (typeof nodes)[number]) => number): number =>
    nodes.reduce((total, node) => total + count(node), 0)
  return {
    tokens: { in: sum(({ tokensIn }) => tokensIn), out: sum(({ tokensOut }) => tokensOut) },
    cost: inUnits(spent.amount, spent.asset),
  }
}
