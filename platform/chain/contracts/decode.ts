import type { Interface, LogDescription } from 'ethers'
import type { Address, ChainLog, Hex } from '../port.ts'
import type { ChainSettings } from '../settings.ts'
import { contractKeyOf, contractNames, interfaceOf, type ContractName } from './artifacts.ts'
import { textOf } from './text.ts'

export type DecodedLog = {
  readonly contract: ContractName
  /** As the contract's source names it: `Transfer`. */
  readonly event: string
  /** By the names of the source; see `textOf`. */
  readonly arguments: Readonly<Record<string, string>>
}

/** Every contract of the hub on that chain: whose logs are looked at. */
export const contractAddresses = ({ contracts }: ChainSettings): readonly Address[] =>
  Object.values(contracts)

export const addressOf = ({ contracts }: ChainSettings, name: ContractName): Address =>
  contracts[contractKeyOf(name)]

const parse = (face: Interface, { topics, data }: ChainLog): LogDescription | null => {
  try {
    return face.parseLog({ topics, data })
  } catch {
    // Bytes that are not what the event's name promises.
    return null
  }
}

/** What a log says, if it is an event of one of the hub's contracts. */
export const decodeLog = (settings: ChainSettings, log: ChainLog): DecodedLog | undefined => {
  const contract = contractNames.find((name) => addressOf(settings, name) === log.address)
  if (contract === undefined) return undefined
  const parsed = parse(interfaceOf(contract), log)
  if (parsed === null) return undefined
  const entries = parsed.fragment.inputs.map(({ name }, place): [string, string] => [
    name,
    textOf(parsed.args[place]),
  ])
  return { contract, event: parsed.name, arguments: Object.fromEntries(entries) }
}

export type Revert = {
  /** The error's name in its contract: `PaymentExpired`, or `Error` and `Panic`, Solidity's own. */
  readonly code: string
  readonly detail: string
}

/** Reads the data of a revert, whichever of the hub's contracts it came from. */
export const readRevert = (data: Hex): Revert => {
  for (const name of contractNames) {
    const parsed = data.length < 10 ? null : interfaceOf(name).parseError(data)
    if (parsed !== null)
      return { code: parsed.name, detail: [...parsed.args].map(textOf).join(', ') }
  }
  return { code: 'UNKNOWN', detail: data.slice(0, 200) }
}
