import { id as topicOf, zeroPadValue } from 'ethers'
import { balanceOf, trialBalanceOf } from '../../ops/ledger/trial-balance.ts'
import { transactionsOf } from '../../ops/ledger/transactions.ts'
import { wallet } from '../../domain/billing/wallet/wallet.ts'
import { chain as chainAggregate } from '../../domain/tokens/chain/chain.ts'
import { qvt } from '../../domain/tokens/values.ts'
import { readContract } from '../../platform/chain/contracts/call.ts'
import { addressOf } from '../../platform/chain/contracts/decode.ts'
import type { TestChain } from '../servers/chain.ts'
import { withdrawalsIn } from './booked.ts'
import { wrongPaymentsIn } from './payment-checks.ts'
import type { Cast, World } from './world.ts'

const transferTopic = topicOf('Transfer(address,address,uint256)')
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => a + b, 0n)

/** The amounts of all transfers between two accounts that stand on the chain from a block on. */
const transfers = async (
  { ask, settings }: TestChain,
  from: string,
  to: string,
  since: bigint,
): Promise<readonly bigint[]> => {
  const topics = [transferTopic, zeroPadValue(from, 32), zeroPadValue(to, 32)]
  const fromBlock = `0x${since.toString(16)}`
  const logs = (await ask('eth_getLogs', [
    { address: addressOf(settings, 'QVT'), topics, fromBlock, toBlock: 'latest' },
  ])) as readonly { readonly data: string }[]
  return logs.map(({ data }) => BigInt(data))
}

export type Before = {
  /** The first block of the scenario. */
  readonly since: bigint
  /** What the treasury held before it: the hub follows the chain from there. */
  readonly held: bigint
  /** What the payer of jobs held. */
  readonly payer: bigint
}

/** What is wrong after a scenario has come to rest: each line says what the chain says, and what the hub does. */
export const wrongIn = async (
  chain: TestChain,
  { alice, bob, carol }: Cast,
  world: World,
  { since, held: heldBefore, payer }: Before,
): Promise<readonly string[]> => {
  const { vt, walletId } = world
  const wrong: string[] = []
  const expect = (what: string, ours: bigint, theirs: bigint): void => {
    if (ours !== theirs) wrong.push(`${what}: the hub says ${ours}, the chain ${theirs}`)
  }
  const followed = await vt.stateOf(chainAggregate, chain.settings.chain)
  if (followed.kind === 'absent') return ['the chain was not followed']
  if (followed.halted !== undefined) return [`halted: ${followed.halted.detail}`]
  if (followed.open.length > 0) wrong.push(`${followed.open.length} entries are not at rest`)

  const { treasury } = chain
  const deposits = sum(await transfers(chain, alice.address, treasury.address, since))
  const unclaimed = sum(await transfers(chain, bob.address, treasury.address, since))
  const paid = await transfers(chain, treasury.address, alice.address, since)

  const ledger = trialBalanceOf(transactionsOf(vt.all)).find(({ asset }) => asset === qvt)
  const balance = (account: string): bigint => {
    const line = ledger?.accounts.find((each) => each.account === account)
    return line === undefined ? 0n : balanceOf(line)
  }
  if (ledger?.debits !== ledger?.credits) wrong.push('debits and credits differ')
  const held = await readContract(
    ...([chain.port, 'QVT', 'balanceOf', [treasury.address], followed.finalised] as const),
  )
  if (held.kind !== 'found') return [...wrong, 'the chain does not say what the treasury holds']
  expect(
    'treasury at the final block',
    balance('chain_clearing'),
    BigInt(held.value[0] ?? 0) - heldBefore,
  )
  expect('deposits of strangers', balance('unclaimed_deposits'), unclaimed)
  expect('deposits that are not final', balance('chain_unconfirmed'), 0n)

  const { available } = await vt.stateOf(wallet, walletId)
  const settled: bigint[] = []
  for (const { status, amount } of withdrawalsIn(vt.all)) {
    const times = paid.filter((each) => each === amount).length
    if (status === 'STARTED') wrong.push(`a withdrawal of ${amount} has no end`)
    if (times !== (status === 'SETTLED' ? 1 : 0))
      wrong.push(`a withdrawal of ${amount} is ${status}, and was paid ${times} times`)
    if (status === 'SETTLED') settled.push(amount)
  }
  expect('withdrawals', sum(settled), sum(paid))
  expect('wallet', available, deposits - sum(paid))
  return [...wrong, ...(await wrongPaymentsIn(chain, carol.address, world, since, payer))]
}
