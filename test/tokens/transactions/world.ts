import { chainSigner, signerIdOf } from '../../../domain/tokens/transactions/signer.ts'
import type { TransactionRequest } from '../../../domain/tokens/transactions/transaction-command.ts'
import type { ExistingTransaction } from '../../../domain/tokens/transactions/transaction-state.ts'
import { load } from '../../../commands/shared/load.ts'
import { readContract } from '../../../platform/chain/contracts/call.ts'
import type { ChainPort } from '../../../platform/chain/port.ts'
import { manualClock } from '../../../platform/clock/clock.ts'
import { sendingRound } from '../../../sagas/tokens/transactions/sending/round.ts'
import { standardPolicy, type Sender } from '../../../sagas/tokens/transactions/sending/sender.ts'
import {
  loadTransaction,
  tellSigner,
  tellTransaction,
} from '../../../sagas/tokens/transactions/sending/tell.ts'
import { idNumber, meta } from '../../kit/given-when-then/meta.ts'
import { memoryLog } from '../../kit/memory-log.ts'
import { servicesOn } from '../../kit/services.ts'
import type { TestChain } from '../../servers/chain.ts'

let asked = 0

/** A hub's sender on a real chain, its log in memory and its clock in our hands. */
export const sendingOn = ({ port, keys, settings, treasury, operator }: TestChain) => {
  const { chain } = settings
  const { eventStore, all } = memoryLog()
  const clock = manualClock(meta.now)
  /** Another process over the same log, which may have a limb that fails. */
  const process = (changed: Partial<ChainPort> = {}): Sender => ({
    services: servicesOn(eventStore, clock),
    port: { ...port, ...changed },
    ...{ keys, policy: standardPolicy, logger: { warn: () => undefined } },
  })
  const hub = process()
  const address = { TREASURY: treasury.address, OPERATOR: operator.address }
  const ask = async (
    what: Pick<TransactionRequest, 'contract' | 'method' | 'arguments'>,
    signer: TransactionRequest['signer'] = 'TREASURY',
  ): Promise<string> => {
    asked += 1
    const transactionId = idNumber(asked)
    const purpose = { kind: 'TEST', id: asked.toString() }
    await tellTransaction(hub, {
      type: 'RequestTransaction',
      ...{ ...what, transactionId, chain, signer, purpose },
    })
    await tellSigner(hub, { type: 'RequestSlot', chain, address: address[signer], transactionId })
    return transactionId
  }
  const standing = async (transactionId: string): Promise<ExistingTransaction> => {
    const { state } = await loadTransaction(process(), transactionId)
    if (state.kind === 'absent') throw new Error('there is no such transaction')
    return state
  }
  return {
    clock,
    process,
    ask,
    transfer: (to: string, amount: bigint) =>
      ask({ contract: 'QVT', method: 'transfer', arguments: [to, amount.toString()] }),
    round: () => sendingRound(hub),
    standing,
    cancel: (transactionId: string) =>
      tellTransaction(hub, {
        type: 'RequestCancellation',
        ...{ transactionId, code: 'OPERATOR', detail: 'Not needed any more.' },
      }),
    /** What was written of it, by type. */
    story: (transactionId: string): readonly string[] =>
      all.flatMap(({ stream, type }) => (stream.endsWith(transactionId) ? [type] : [])),
    told: (transactionId: string, type: string): unknown =>
      all.find((event) => event.stream.endsWith(transactionId) && event.type === type)?.data,
    openSlots: async (): Promise<number> => {
      const id = signerIdOf(chain, treasury.address)
      const { services } = process()
      const { state } = await load(eventStore, services.foldCache, chainSigner, id)
      return state.open.length
    },
    balanceOf: async (owner: string): Promise<bigint> => {
      const found = await readContract(port, 'QVT', 'balanceOf', [owner])
      if (found.kind !== 'found') throw new Error(JSON.stringify(found))
      return BigInt(found.value[0] ?? '0')
    },
  }
}
