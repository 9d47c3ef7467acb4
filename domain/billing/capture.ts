import { allocate } from '../shared/money.ts'

const wholeInBasisPoints = 10_000

/** The provider's share and the hub's commission of a charge; they always add up to the charge. */
export const splitCapture = (
  amount: bigint,
  commissionBasisPoints: number,
): { readonly providerShare: bigint; readonly commission: bigint } => {
  const weights = [
    BigInt(wholeInBasisPoints - commissionBasisPoints),
    BigInt(commissionBasisPoints),
  ]
  const [providerShare = 0n, commission = 0n] = allocate(amount, weights)
  return { providerShare, commission }
}
