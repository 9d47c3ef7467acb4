import { allocate } from './allocate.ts'
import { keyNameOf, signerNames, type Sender } from './sender.ts'
import { driveSlot, fillGap, type Signer } from './slots.ts'
import { loadSigner } from './tell.ts'

/** Who signs on this chain, as far as their keys are there. */
export const signersOf = (sender: Pick<Sender, 'port' | 'keys'>): readonly Signer[] =>
  signerNames.flatMap((name) => {
    const address = sender.keys.address(keyNameOf(sender, name))
    return address === undefined ? [] : [{ name, chain: sender.port.settings.chain, address }]
  })

/** One look at everything that a key has under way, the lowest nonce first; then those that wait get theirs. */
const goRound = async (sender: Sender, signer: Signer, isStopped: () => boolean): Promise<void> => {
  const { state } = await loadSigner(sender, signer.chain, signer.address)
  await fillGap(sender, signer, state.open[0])
  let waiting = 0
  for (const slot of state.open) {
    if (isStopped()) return
    if (await driveSlot(sender, signer, slot)) waiting += 1
  }
  for (const transactionId of state.waiting) {
    if (isStopped() || waiting >= sender.policy.most) return
    if (await allocate(sender, signer, transactionId)) waiting += 1
  }
}

/** One look at everything that is under way on a chain. Nothing is remembered from one to the next. */
export const sendingRound = async (sender: Sender, isStopped = () => false): Promise<void> => {
  for (const signer of signersOf(sender)) await goRound(sender, signer, isStopped)
}
