import type { ContractName } from '../../../platform/chain/contracts/artifacts.ts'
import { readContract } from '../../../platform/chain/contracts/call.ts'
import type { Address } from '../../../platform/chain/port.ts'
import { paymentTotals } from './payments-of-chain.ts'
import type { World } from './world.ts'

export type Broken = { readonly invariant: string; readonly detail: string }

const cap = 10_000_000_000n * 10n ** 18n

/** Everything that must hold after any calls whatever, asked of the chain; what does not. */
export const brokenInvariants = async (world: World): Promise<readonly Broken[]> => {
  const { chain, actors, computers, epochs, payments } = world
  const { port, settings, treasury } = chain
  const { contracts } = settings
  const broken: Broken[] = []
  const insist = (holds: boolean, invariant: string, detail: string): void => {
    if (!holds) broken.push({ invariant, detail })
  }
  const read = async (contract: ContractName, method: string, texts: readonly string[] = []) => {
    const answer = await readContract(port, contract, method, texts)
    if (answer.kind !== 'found') throw new Error(`${contract}.${method}: ${JSON.stringify(answer)}`)
    return answer.value
  }
  const number = async (...question: Parameters<typeof read>): Promise<bigint> =>
    BigInt((await read(...question))[0] ?? '0')
  const sum = async <Value>(values: readonly Value[], of: (value: Value) => Promise<bigint>) => {
    let total = 0n
    for (const value of values) total += await of(value)
    return total
  }
  const balance = (of: Address) => number('QVT', 'balanceOf', [of])

  const supply = await number('QVT', 'totalSupply')
  insist(supply <= cap, 'supply ≤ cap', `${supply}`)
  const people = [...actors.map(({ address }) => address), treasury.address]
  const holders = [...people, contracts.payments, contracts.staking, contracts.rewards]
  const held = await sum(holders, balance)
  insist(held === supply, 'balances add up to the supply', `${held} of ${supply}`)

  const entrusted = new Map<Address, bigint>()
  for (const person of people) {
    const delegate = (await read('QVT', 'delegates', [person]))[0] ?? ''
    entrusted.set(delegate, (entrusted.get(delegate) ?? 0n) + (await balance(person)))
  }
  for (const person of people) {
    const votes = await number('QVT', 'getVotes', [person])
    const due = entrusted.get(person) ?? 0n
    insist(votes === due, 'votes are conserved', `${person} has ${votes}, was entrusted ${due}`)
  }

  const [principal, unbonding, pool, owed] = [
    await number('STAKING', 'principal'),
    await number('STAKING', 'unbonding'),
    await number('STAKING', 'pool'),
    await number('STAKING', 'owed'),
  ]
  const inStaking = await balance(contracts.staking)
  const parts = principal + unbonding + pool + owed
  insist(
    inStaking === parts,
    'staking holds its four parts, so no principal went as reward',
    `${inStaking} of ${parts}`,
  )
  const pairs = computers.flatMap((computer) => people.map((person) => [computer, person]))
  const stakes = await sum(pairs, (pair) => number('STAKING', 'stakes', pair))
  insist(stakes === principal, 'stakes add up to the principal', `${stakes} of ${principal}`)
  const waiting = await sum(pairs, (pair) => number('STAKING', 'unbondings', pair))
  insist(waiting === unbonding, 'what waits adds up', `${waiting} of ${unbonding}`)
  const earned = await sum(people, (person) => number('STAKING', 'earned', [person]))
  insist(earned <= owed + pool, 'what is earned is there', `${earned} of ${owed + pool}`)

  const inPayments = await balance(contracts.payments)
  const heldThere = await number('PAYMENTS', 'held')
  const totals = await paymentTotals(payments, (id) => read('PAYMENTS', 'payments', [id]))
  insist(inPayments === heldThere, 'payments hold what is held', `${inPayments} of ${heldThere}`)
  insist(totals.authorized === heldThere, 'holds add up', `${totals.authorized} of ${heldThere}`)
  for (const detail of totals.wrong) insist(false, 'no payment gives more than it has', detail)

  const open = await sum(epochs, async ({ epoch }) => {
    const [, total = '0', claimed = '0'] = await read('REWARDS', 'epochs', [String(epoch)])
    const left = BigInt(total) - BigInt(claimed)
    insist(left >= 0n, 'an epoch pays its own total', `${epoch}: ${left}`)
    return left
  })
  const inRewards = await balance(contracts.rewards)
  insist(inRewards === open, 'rewards hold what is unclaimed', `${inRewards} of ${open}`)
  return broken
}
