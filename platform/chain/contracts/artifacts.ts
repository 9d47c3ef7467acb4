import { Interface } from 'ethers'
import type { ContractKey } from '../settings.ts'
import governor from './artifacts/QvtGovernor.json' with { type: 'json' }
import parameters from './artifacts/HubParameters.json' with { type: 'json' }
import payments from './artifacts/QvtPayments.json' with { type: 'json' }
import qvt from './artifacts/QVT.json' with { type: 'json' }
import registry from './artifacts/QuantumComputers.json' with { type: 'json' }
import rewards from './artifacts/QvtRewards.json' with { type: 'json' }
import staking from './artifacts/QvtStaking.json' with { type: 'json' }
import timelock from './artifacts/TimelockController.json' with { type: 'json' }

/** What was compiled, by the contracts' keys in the settings of a chain. */
export const artifacts = {
  qvt,
  payments,
  staking,
  registry,
  rewards,
  parameters,
  governor,
  timelock,
} as const satisfies Record<ContractKey, object>

/** As events and commands name them. */
export type ContractName = Uppercase<ContractKey>

const keyOf = {
  QVT: 'qvt',
  PAYMENTS: 'payments',
  STAKING: 'staking',
  REGISTRY: 'registry',
  REWARDS: 'rewards',
  PARAMETERS: 'parameters',
  GOVERNOR: 'governor',
  TIMELOCK: 'timelock',
} as const satisfies Record<ContractName, ContractKey>

export const contractNames = [
  'QVT',
  'PAYMENTS',
  'STAKING',
  'REGISTRY',
  'REWARDS',
  'PARAMETERS',
  'GOVERNOR',
  'TIMELOCK',
] as const satisfies readonly ContractName[]

export const contractKeyOf = (name: ContractName): ContractKey => keyOf[name]

/** Parsed once: the governor's takes milliseconds. */
const interfaces = new Map<ContractName, Interface>()

export const interfaceOf = (name: ContractName): Interface => {
  const known = interfaces.get(name) ?? new Interface(artifacts[keyOf[name]].abi)
  interfaces.set(name, known)
  return known
}
