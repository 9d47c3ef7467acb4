import { encodeBytes32String, id } from 'ethers'
import { encodeCall } from '../../../platform/chain/contracts/call.ts'
import { hold } from '../expect.ts'
import { until } from '../until.ts'
import { numberOf } from './asking.ts'
import type { Cast } from './cast.ts'

const description = 'The hub keeps 2.5 % of a charge'
export const voted = 250

/** A proposal from its first word to the day it is carried out; the chain's days pass as they are needed. */
export const changeCommission = async (cast: Cast): Promise<void> => {
  const { nora, chain, port } = cast
  const { wallet } = nora
  await chain.send(wallet, 'QVT', 'delegate', [wallet.address])
  // The threshold is asked of the second before.
  await chain.passTime(2)
  const set = encodeCall('PARAMETERS', 'set', [encodeBytes32String('commission'), String(voted)])
  const lists = [
    JSON.stringify([port.settings.contracts.parameters]),
    '["0"]',
    JSON.stringify([set]),
  ]
  await chain.send(wallet, 'GOVERNOR', 'propose', [...lists, description])
  const proposal = await numberOf(cast, 'GOVERNOR', 'getProposalId', [...lists, id(description)])
  const at = async (method: string): Promise<void> => {
    const due = Number(await numberOf(cast, 'GOVERNOR', method, [String(proposal)]))
    const now = await port.heads()
    hold(now.kind === 'found', 'the chain does not answer')
    if (now.kind === 'found')
      await chain.passTime(Math.max(1, due - Date.parse(now.value.latest.at) / 1000 + 1))
  }
  await at('proposalSnapshot')
  await chain.send(wallet, 'GOVERNOR', 'castVote', [String(proposal), '1'])
  await at('proposalDeadline')
  await chain.send(wallet, 'GOVERNOR', 'queue', [...lists, id(description)])
  await at('proposalEta')
  await chain.send(wallet, 'GOVERNOR', 'execute', [...lists, id(description)])
  await commissionOnce(cast)
}

type Rules = {
  readonly commissionRules: {
    readonly edges: readonly {
      readonly node: { readonly basisPoints: number; readonly validFrom: string }
    }[]
  }
}
const query = '{ commissionRules(first: 1) { edges { node { basisPoints validFrom } } } }'

/** The hub's own rule, once it is what was voted for. */
const commissionOnce = ({ stage, operator }: Cast): Promise<true> =>
  until('the commission that was voted for', async () => {
    const { commissionRules } = await stage.graphql<Rules>(query, {}, operator.token)
    const rule = commissionRules.edges[0]?.node
    const holds = rule?.basisPoints === voted && Date.parse(rule.validFrom) <= Date.now()
    return holds ? true : undefined
  })
