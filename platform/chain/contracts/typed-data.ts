import type { ChainSettings } from '../settings.ts'

/** What payers sign by EIP-712, as QVT.sol has it: the domain of the token on one chain. */
export const qvtDomain = ({
  chainId,
  contracts,
}: Pick<ChainSettings, 'chainId' | 'contracts'>) => ({
  name: 'Quantum Hub Token',
  version: '1',
  chainId,
  verifyingContract: contracts.qvt,
})

/** ERC-3009's consent to be drawn from: `to` is the payments contract, `nonce` the payment's id on chain. */
export const receiveWithAuthorization = {
  ReceiveWithAuthorization: [
    { name: 'from', type: 'address' },
    { name: 'to', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'validAfter', type: 'uint256' },
    { name: 'validBefore', type: 'uint256' },
    { name: 'nonce', type: 'bytes32' },
  ],
}
