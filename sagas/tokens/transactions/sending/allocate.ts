import { msOf } from '../../../../domain/shared/instant.ts'
import type { ExistingTransaction } from '../../../../domain/tokens/transactions/transaction-state.ts'
import { readRevert } from '../../../../platform/chain/contracts/decode.ts'
import { orderOf } from './call-order.ts'
import type { Sender } from './sender.ts'
import { driveSlot, type Signer } from './slots.ts'
import { loadTransaction, tellSigner, tellTransaction } from './tell.ts'

type Trial =
  | { readonly kind: 'GO' }
  | { readonly kind: 'LATER' }
  | { readonly kind: 'NEVER'; readonly code: string; readonly detail: string }

/** Whether the call would go through now. What has not got a nonce leaves no gap when it does not. */
const trialOf = async (
  { port, policy, services }: Sender,
  { call, requestedAt }: ExistingTransaction,
  address: string,
): Promise<Trial> => {
  const order = orderOf(port.settings, call, address)
  if ('code' in order) return { kind: 'NEVER', ...order }
  const answer = await port.estimateGas(order)
  if (answer.kind === 'returned') return { kind: 'GO' }
  if (answer.kind === 'unanswered') return { kind: 'LATER' }
  const tried = services.clock.now().getTime() - msOf(requestedAt)
  if (tried < policy.trialMs) return { kind: 'LATER' }
  const { code, detail } = readRevert(answer.data)
  return {
    kind: 'NEVER',
    code: code.slice(0, 80),
    detail: (detail || answer.detail).slice(0, 500),
  }
}

/** Gives the next nonce to one that waits. True when it got one, and waits for a block now. */
export const allocate = async (
  sender: Sender,
  signer: Signer,
  transactionId: string,
): Promise<boolean> => {
  const { chain, address } = signer
  const { state } = await loadTransaction(sender, transactionId)
  const isOver = state.kind === 'absent' || state.end !== undefined || state.slot !== undefined
  const trial = isOver ? undefined : await trialOf(sender, state, address)
  if (trial?.kind === 'LATER') return false
  if (trial?.kind === 'NEVER') {
    const { code, detail } = trial
    await tellTransaction(sender, { type: 'RequestCancellation', transactionId, code, detail })
  }
  if (trial?.kind !== 'GO') {
    await tellSigner(sender, { type: 'WithdrawSlot', chain, address, transactionId })
    return false
  }
  const used = await sender.port.transactionCount(address, 'latest')
  if (used.kind !== 'found') return false
  const after = await tellSigner(sender, {
    type: 'AllocateSlot',
    ...{ chain, address, transactionId, used: used.value },
  })
  const slot = after?.open.find((each) => each.transactionId === transactionId)
  return slot === undefined ? false : driveSlot(sender, signer, slot)
}
