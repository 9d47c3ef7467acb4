import {
  AbiCoder,
  MaxUint256,
  Transaction,
  getCreateAddress,
  keccak256,
  toUtf8Bytes,
  type BaseWallet,
} from 'ethers'
import type { Address, ChainPort, Hex } from '../port.ts'
import type { ChainSettings, ContractKey } from '../settings.ts'
import { artifacts, interfaceOf, type ContractName } from './artifacts.ts'
import { encodeCall } from './call.ts'

export type GovernanceTimes = {
  /** Seconds. */
  readonly votingDelay: number
  readonly votingPeriod: number
  readonly timelockDelay: number
  readonly lateQuorumExtension: number
  /** Smallest units of QVT that a proposer has to hold. */
  readonly threshold: bigint
  readonly quorumPercent: number
}

export type DeployOrder = {
  /** Pays for the gas, and keeps no power over what it deployed. */
  readonly deployer: BaseWallet
  /** Receives the initial supply and allows the hub's contracts to pay from it. */
  readonly treasury: BaseWallet
  readonly operator: Address
  /** Where slashed stakes go. */
  readonly sink: Address
  /** Seconds from asking for a stake to getting it. */
  readonly cooldown: number
  readonly governance: GovernanceTimes
}

export type Deployed = {
  readonly contracts: Readonly<Record<ContractKey, Address>>
  /** The first block that may hold anything of theirs. */
  readonly startBlock: number
}

const order = [
  'qvt',
  'registry',
  'payments',
  'staking',
  'rewards',
  'timelock',
  'governor',
  'parameters',
] as const satisfies readonly ContractKey[]

const nobody = '0x0000000000000000000000000000000000000000'

/** A price that any block of a new chain takes; what is not used is not paid. */
const fees = { maxFeePerGas: 20_000_000_000n, maxPriorityFeePerGas: 1_000_000_000n }

const insist = <Value>(found: { readonly kind: string; readonly value?: Value }): Value => {
  if (found.kind === 'found' && found.value !== undefined) return found.value
  throw new Error(`The chain did not answer: ${JSON.stringify(found)}`)
}

type Port = Pick<ChainPort, 'transactionCount' | 'send' | 'heads' | 'receipt' | 'code'>

const sendAll = async (
  port: Port,
  wallet: BaseWallet,
  chainId: number,
  orders: readonly { readonly to?: Address; readonly data: Hex; readonly gas: number }[],
): Promise<readonly Hex[]> => {
  const first = insist(await port.transactionCount(wallet.address, 'latest'))
  const hashes: Hex[] = []
  for (const [place, { to, data, gas }] of orders.entries()) {
    const unsigned = Transaction.from({
      ...{ type: 2, chainId, nonce: first + place, data, gasLimit: gas, ...fees },
      ...(to === undefined ? {} : { to }),
    })
    const answer = await port.send(await wallet.signTransaction(unsigned))
    if (answer.kind !== 'accepted') throw new Error(`Not deployed: ${JSON.stringify(answer)}`)
    hashes.push(answer.hash)
  }
  return hashes
}

/** `wait` is called until the transaction is in a block: it paces the questions. */
const insistOnSuccess = async (port: Port, hash: Hex, wait: () => Promise<void>): Promise<void> => {
  for (;;) {
    const receipt = await port.receipt(hash)
    if (receipt.kind === 'found' && receipt.value.status === 'SUCCEEDED') return
    if (receipt.kind === 'found') throw new Error(`A transaction of the deployment failed: ${hash}`)
    await wait()
  }
}

/** The addresses that follow from who deploys, and with which nonce they begin. */
const addressesFrom = (deployer: Address, first: number): Record<ContractKey, Address> => {
  const at = (key: ContractKey): Address =>
    getCreateAddress({ from: deployer, nonce: first + order.indexOf(key) })
  return {
    qvt: at('qvt'),
    payments: at('payments'),
    staking: at('staking'),
    registry: at('registry'),
    rewards: at('rewards'),
    parameters: at('parameters'),
    governor: at('governor'),
    timelock: at('timelock'),
  }
}

const argumentsOf = (
  { treasury, operator, sink, cooldown, governance }: DeployOrder,
  to: Readonly<Record<ContractKey, Address>>,
): Readonly<Record<ContractKey, readonly unknown[]>> => ({
  qvt: [treasury.address, to.timelock, operator],
  registry: [to.timelock, operator],
  payments: [to.qvt, treasury.address, to.timelock, operator],
  staking: [to.qvt, to.registry, sink, cooldown, to.timelock, operator],
  rewards: [to.qvt, to.timelock, treasury.address],
  // The governor alone proposes; once the time is over, anybody may carry it out. It is its own admin.
  timelock: [governance.timelockDelay, [to.governor], [nobody], nobody],
  governor: [
    to.qvt,
    to.timelock,
    governance.votingDelay,
    governance.votingPeriod,
    governance.threshold,
    governance.quorumPercent,
    governance.lateQuorumExtension,
  ],
  parameters: [to.timelock],
})

const creation = (key: ContractKey, values: readonly unknown[]): Hex => {
  // The names of contracts are their keys in capitals.
  const face = interfaceOf(key.toUpperCase() as ContractName)
  return (
    artifacts[key].bytecode + AbiCoder.defaultAbiCoder().encode(face.deploy.inputs, values).slice(2)
  )
}

/**
 * Puts the hub's contracts on a chain. All power is the timelock's from the first block on; the operator may pause the
 * token, settle payments, register computers and slash; the treasury holds the initial supply. Throws when it can't.
 */
export const deployContracts = async (
  port: Port & { readonly settings: Pick<ChainSettings, 'chainId'> },
  given: DeployOrder,
  wait: () => Promise<void>,
): Promise<Deployed> => {
  const { chainId } = port.settings
  const { deployer, treasury } = given
  const startBlock = Number(insist(await port.heads()).latest.number) + 1
  const first = insist(await port.transactionCount(deployer.address, 'latest'))
  const contracts = addressesFrom(deployer.address, first)
  const values = argumentsOf(given, contracts)
  const created = await sendAll(
    port,
    deployer,
    chainId,
    order.map((key) => ({ data: creation(key, values[key]), gas: 6_500_000 })),
  )
  for (const hash of created) await insistOnSuccess(port, hash, wait)
  const allowances = (['payments', 'staking', 'rewards'] as const).map((key) => ({
    to: contracts.qvt,
    data: encodeCall('QVT', 'approve', [contracts[key], String(MaxUint256)]),
    gas: 100_000,
  }))
  for (const hash of await sendAll(port, treasury, chainId, allowances))
    await insistOnSuccess(port, hash, wait)
  return { contracts, startBlock }
}

/** How contracts name what the hub names by text: payments, devices, reasons. */
export const contractIdOf = (id: string): Hex => keccak256(toUtf8Bytes(id))
