import { allocate } from '../../shared/money.ts'

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

/** What an app costs besides its device: the seller's, but for the hub's commission. */
export type AppFee = {
  readonly amount: bigint
  readonly sellerOrganisation: string
  readonly commissionBasisPoints: number
}

/** Who gets what of a captured hold. The three always add up to device and fee together. */
export const splitShares = (
  device: bigint,
  commissionBasisPoints: number,
  fee: AppFee | undefined,
): {
  readonly providerShare: bigint
  readonly sellerShare: bigint
  readonly commission: bigint
} => {
  const ofDevice = splitCapture(device, commissionBasisPoints)
  const ofFee = splitCapture(fee?.amount ?? 0n, fee?.commissionBasisPoints ?? 0)
  return {
    providerShare: ofDevice.providerShare,
    sellerShare: ofFee.providerShare,
    commission: ofDevice.commission + ofFee.commission,
  }
}

type Shares = { readonly provider: bigint; readonly seller: bigint }

/**
 * Of so much that is given back of `captured`, what provider and seller give; the hub gives the rest. Taken of the running
 * total, so that partial refunds add up to exactly what was split, and nobody ever gives less than nothing.
 */
export const sharesOfRefunds = (
  refunded: bigint,
  captured: bigint,
  { provider, seller }: Shares,
): Shares => {
  const both = provider + seller
  if (both === 0n) return { provider: 0n, seller: 0n }
  const given = (both * refunded) / captured
  const byProvider = (provider * given) / both
  return { provider: byProvider, seller: given - byProvider }
}
