import { msOf } from '../../../../domain/shared/instant.ts'
import { nextStep } from '../../../../domain/tokens/transactions/next-step.ts'
import type { Slot } from '../../../../domain/tokens/transactions/signer.ts'
import type { SignerName } from '../../../../domain/tokens/transactions/transaction-events.ts'
import type { ExistingTransaction } from '../../../../domain/tokens/transactions/transaction-state.ts'
import { derivedId } from '../../../../platform/ids/ids.ts'
import { lookAt } from './look.ts'
import { fillKind, perform, type Slotted } from './perform.ts'
import type { Sender } from './sender.ts'
import { loadTransaction, tellSigner, tellTransaction } from './tell.ts'

export type Signer = {
  readonly name: SignerName
  readonly chain: string
  readonly address: string
}

/** A transaction goes this many steps at a time; then the others have their turn. */
const mostSteps = 8

const isIn = (transaction: ExistingTransaction, { nonce }: Slot): transaction is Slotted =>
  transaction.slot?.nonce === nonce

/** Steps until there is nothing to do now. Answers the transaction as it is then. */
const walk = async (
  sender: Sender,
  start: Slotted,
  address: string,
): Promise<ExistingTransaction> => {
  let transaction: ExistingTransaction = start
  for (let steps = 0; steps < mostSteps; steps += 1) {
    const { slot } = transaction
    if (slot === undefined || transaction.end !== undefined) return transaction
    const view = await lookAt(sender.port, transaction, address)
    if (view === undefined) return transaction
    const slotted = { ...transaction, slot }
    const now = sender.services.clock.now().toISOString()
    const step = nextStep(slotted, view, sender.policy, now)
    const after = await perform(sender, slotted, step, view)
    if (after?.kind !== 'existing') return transaction
    transaction = after
  }
  return transaction
}

/** A nonce that its transaction does not use is used up by another one, which does nothing. */
const fill = async (
  sender: Sender,
  { name, chain, address }: Signer,
  { nonce }: Pick<Slot, 'nonce'>,
): Promise<Slotted | undefined> => {
  const transactionId = derivedId('chainTransaction', fillKind, chain, address, nonce.toString())
  await tellTransaction(sender, {
    type: 'RequestTransaction',
    ...{ transactionId, chain, signer: name, contract: 'SELF', method: 'fill', arguments: [] },
    purpose: { kind: fillKind, id: `${chain}.${address}.${nonce.toString()}` },
  })
  await tellSigner(sender, { type: 'FillSlot', chain, address, nonce, transactionId })
  return assign(sender, { chain, address }, { nonce, transactionId })
}

const assign = async (
  sender: Sender,
  { address }: Pick<Signer, 'chain' | 'address'>,
  { transactionId, nonce }: Slot,
): Promise<Slotted | undefined> => {
  const state = await tellTransaction(sender, {
    type: 'AssignNonce',
    transactionId,
    address,
    nonce,
  })
  return state?.kind === 'existing' && isIn(state, { nonce, transactionId }) ? state : undefined
}

/**
 * Something that was not the hub's had used a nonce, and a reorganisation took it back: the hub's own wait for it now.
 * It may come again by itself; when what waits has waited long, it is used up.
 */
export const fillGap = async (
  sender: Sender,
  signer: Signer,
  lowest: Slot | undefined,
): Promise<void> => {
  if (lowest === undefined) return
  const used = await sender.port.transactionCount(signer.address, 'latest')
  if (used.kind !== 'found' || used.value >= lowest.nonce) return
  const { state } = await loadTransaction(sender, lowest.transactionId)
  const sentAt = state.kind === 'existing' ? state.attempts.at(-1)?.sentAt : undefined
  if (sentAt === undefined) return
  const waitedMs = sender.services.clock.now().getTime() - msOf(sentAt)
  if (waitedMs >= sender.policy.raiseAfterMs) await fill(sender, signer, { nonce: used.value })
}

/** Drives on what has a nonce. True while it waits for a block. */
export const driveSlot = async (sender: Sender, signer: Signer, slot: Slot): Promise<boolean> => {
  const { chain, address } = signer
  const { state } = await loadTransaction(sender, slot.transactionId)
  if (state.kind === 'absent') throw new Error(`there is no transaction ${slot.transactionId}`)
  const isUnassigned = state.slot === undefined && state.end === undefined
  const slotted = isIn(state, slot)
    ? state
    : isUnassigned
      ? await assign(sender, signer, slot)
      : await fill(sender, signer, slot)
  if (slotted === undefined) return true
  const after = await walk(sender, slotted, address)
  const { nonce } = slot
  if (after.end === undefined && isIn(after, slot)) return after.inclusion === undefined
  await tellSigner(sender, { type: 'ResolveSlot', chain, address, nonce })
  if (after.end !== undefined) return false
  // The nonce was lost: it gets in line for another.
  const { transactionId } = after.owner
  await tellSigner(sender, { type: 'RequestSlot', chain, address, transactionId })
  return false
}
