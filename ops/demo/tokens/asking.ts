import { formatUnits } from 'ethers'
import type { Person } from '../../client/sign-up.ts'
import type { ContractName } from '../../../platform/chain/contracts/artifacts.ts'
import { readContract } from '../../../platform/chain/contracts/call.ts'
import { Broken } from '../expect.ts'
import { until } from '../until.ts'
import type { Cast } from './cast.ts'

export const qvt = 10n ** 18n

/** As people write it. */
export const inWords = (amount: bigint): string => `${formatUnits(amount, 18)} QVT`

/** A number that a contract answers at the newest block, 1 for yes. */
export const numberOf = async (
  { port }: Cast,
  contract: ContractName,
  method: string,
  texts: readonly string[] = [],
): Promise<bigint> => {
  const answer = await readContract(port, contract, method, texts)
  const [value = '0'] = answer.kind === 'found' ? answer.value : []
  if (answer.kind === 'found') return BigInt({ true: 1, false: 0 }[value] ?? value)
  throw new Broken(`${contract}.${method} did not answer: ${JSON.stringify(answer)}`)
}

type Wallets = {
  readonly wallets: {
    readonly edges: readonly {
      readonly node: { readonly asset: string; readonly available: { readonly amount: string } }
    }[]
  }
}
const query = '{ wallets(first: 20) { edges { node { asset available { amount } } } } }'

/** What may be spent of a person's QVT at the hub. */
const availableOf = async ({ stage }: Cast, { token }: Person): Promise<bigint> => {
  const { wallets } = await stage.graphql<Wallets>(query, {}, token)
  const own = wallets.edges.find(({ node }) => node.asset === 'QVT/18')
  return BigInt(own?.node.available.amount ?? '0')
}

/** That, once it is as wanted. */
export const availableOnce = (
  cast: Cast,
  person: Person,
  what: string,
  isSo: (available: bigint) => boolean,
): Promise<bigint> =>
  until(what, async () => {
    const available = await availableOf(cast, person)
    return isSo(available) ? available : undefined
  })
