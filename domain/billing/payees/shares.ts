import type { Posting } from '../ledger/postings.ts'
import type { WalletEvent } from '../wallet/wallet.ts'
import type { EarningKind } from './commission.ts'
import type { Earnings } from './earnings.ts'

/** What one event did to what a payee is owed. */
export type Share = {
  readonly organisation: string
  readonly kind: EarningKind
  readonly gross: bigint
  readonly commission: bigint
  readonly refunded: bigint
}

const kinds: Readonly<Record<string, EarningKind>> = {
  seller_payable: 'APP',
  provider_payable: 'DEVICE',
}

/**
 * Read off the postings, so that nothing that moves what is owed can be missed: what is added is earned, what is taken is
 * given back. Of the charges that tell, what the customer paid and what the hub kept of it are told, too.
 */
export const sharesIn = (event: WalletEvent): readonly Share[] => {
  const postings: readonly Posting[] = 'postings' in event.data ? event.data.postings : []
  return postings.flatMap(({ account, side, amount }) => {
    const [type = '', organisation = ''] = account.split(':')
    const kind = kinds[type]
    if (kind === undefined) return []
    const share = BigInt(amount)
    if (side === 'DEBIT')
      return [{ organisation, kind, gross: 0n, commission: 0n, refunded: share }]
    const gross = grossOf(event, kind) ?? share
    return [{ organisation, kind, gross, commission: gross - share, refunded: 0n }]
  })
}

const grossOf = (event: WalletEvent, kind: EarningKind): bigint | undefined => {
  switch (event.type) {
    case 'WalletCharged':
      return BigInt(event.data.amount)
    case 'HoldCaptured': {
      const fee = BigInt(event.data.app?.fee ?? '0')
      return kind === 'APP' ? fee : BigInt(event.data.amount) - fee
    }
    default:
      return undefined
  }
}

const none: Earnings = {
  count: 0,
  gross: 0n,
  commission: 0n,
  refunded: 0n,
  ofApps: 0n,
  ofDevices: 0n,
}

export const addShare = (
  before: Earnings = none,
  { kind, gross, commission, refunded }: Share,
): Earnings => {
  const net = gross - commission - refunded
  return {
    count: before.count + 1,
    gross: before.gross + gross,
    commission: before.commission + commission,
    refunded: before.refunded + refunded,
    ofApps: before.ofApps + (kind === 'APP' ? net : 0n),
    ofDevices: before.ofDevices + (kind === 'DEVICE' ? net : 0n),
  }
}
