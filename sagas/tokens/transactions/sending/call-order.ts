import type { Call } from '../../../../domain/tokens/transactions/transaction-events.ts'
import { contractNames, type ContractName } from '../../../../platform/chain/contracts/artifacts.ts'
import { encodeCall } from '../../../../platform/chain/contracts/call.ts'
import { addressOf } from '../../../../platform/chain/contracts/decode.ts'
import type { Address, CallOrder } from '../../../../platform/chain/port.ts'
import type { ChainSettings } from '../../../../platform/chain/settings.ts'

type Order = CallOrder & { readonly from: Address; readonly value: bigint }

/** What uses up a nonce and does nothing else. */
export const nothingOf = (from: Address): Order => ({ from, to: from, data: '0x', value: 0n })

const isName = (name: string): name is ContractName => contractNames.some((known) => known === name)

/** A call as the chain takes it; or why there is no such call. */
export const orderOf = (
  settings: ChainSettings,
  { contract, method, arguments: texts, value = '0' }: Call,
  from: Address,
): Order | { readonly code: string; readonly detail: string } => {
  if (contract === 'SELF') return { ...nothingOf(from), value: BigInt(value) }
  if (!isName(contract))
    return { code: 'CALL_INVALID', detail: `There is no contract ${contract}.` }
  try {
    const data = encodeCall(contract, method, texts)
    return { from, to: addressOf(settings, contract), data, value: BigInt(value) }
  } catch (error) {
    return { code: 'CALL_INVALID', detail: String(error).slice(0, 500) }
  }
}
