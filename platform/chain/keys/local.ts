import { Transaction, type BaseWallet } from 'ethers'
import type { ChainKeys, UnsignedTransaction } from './port.ts'

export const transactionOf = (unsigned: UnsignedTransaction): Transaction =>
  Transaction.from({
    type: 2,
    chainId: unsigned.chainId,
    nonce: unsigned.nonce,
    to: unsigned.to,
    data: unsigned.data,
    value: unsigned.value,
    gasLimit: unsigned.gas,
    maxFeePerGas: unsigned.maxFee,
    maxPriorityFeePerGas: unsigned.priorityFee,
  })

/** Keys in this process's memory, by the signers' names. */
export const createLocalKeys = (wallets: ReadonlyMap<string, BaseWallet>): ChainKeys => ({
  address: (signer) => wallets.get(signer)?.address,
  sign: async (signer, unsigned) => {
    const wallet = wallets.get(signer)
    if (wallet === undefined) return { kind: 'refused', detail: `there is no key of ${signer}` }
    // Signed over RFC 6979's nonce: the same transaction has the same bytes, whenever it is signed.
    const raw = await wallet.signTransaction(transactionOf(unsigned))
    const { hash } = Transaction.from(raw)
    if (hash === null) return { kind: 'refused', detail: 'nothing was signed' }
    return { kind: 'signed', transaction: { raw, hash } }
  },
})

/** For a hub without a chain. */
export const noKeys: ChainKeys = createLocalKeys(new Map())
