import { addressOf, type DecodedLog } from '../../../platform/chain/contracts/decode.ts'
import type { Address } from '../../../platform/chain/port.ts'
import type { ChainSettings } from '../../../platform/chain/settings.ts'

/** Of the token, what happens between accounts is theirs: it counts here when one of them is the hub's or a customer's. */
const betweenAccounts: ReadonlySet<string> = new Set([
  'Transfer',
  'DelegateChanged',
  'DelegateVotesChanged',
  'AuthorizationUsed',
  'AuthorizationCanceled',
])

export type KnownAccounts = {
  readonly settings: ChainSettings
  readonly treasury: Address
  /** Whether an organisation has ever linked it. */
  readonly isLinked: (address: Address) => Promise<boolean>
}

const isAddress = (text: string): boolean => /^0x[0-9a-fA-F]{40}$/.test(text)

/** Whether the hub keeps what a log says. */
export const isOfInterest = async (
  log: DecodedLog,
  { settings, treasury, isLinked }: KnownAccounts,
): Promise<boolean> => {
  if (log.contract !== 'QVT') return true
  // Nobody is paid by an allowance; what it is used for is a transfer.
  if (log.event === 'Approval') return false
  if (!betweenAccounts.has(log.event)) return true
  const accounts = new Set(Object.values(log.arguments).filter(isAddress))
  if (accounts.has(treasury) || accounts.has(addressOf(settings, 'PAYMENTS'))) return true
  for (const account of accounts) if (await isLinked(account)) return true
  return false
}
