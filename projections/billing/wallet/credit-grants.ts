import type { Burns } from '../../../domain/billing/wallet/burns.ts'
import { definitions, type WalletEvent } from '../../../domain/billing/wallet/wallet.ts'
import { existing, projectionOf, type Projected } from '../../shared/projection.ts'
import type { RowWrite } from '../../shared/rows.ts'
import type { CreditGrantRow } from './tables.ts'

/** Grants, with what is left of each. */
export const creditGrants = projectionOf({
  name: 'credit-grants',
  definitions,
  touches: (event) =>
    event.type === 'CreditGranted' ? [] : movedBy(event).map(({ grantId }) => refTo(grantId)),
  apply: (event, rows) => {
    if (event.type === 'CreditGranted') return [put(granted(event))]
    return [...sums(movedBy(event))].map(([grantId, amount]) =>
      put(after(event, existing(rows.get('credit_grants', { grant_id: grantId }), event), amount)),
    )
  },
})

const refTo = (grantId: string) => ({ table: 'credit_grants', key: { grant_id: grantId } }) as const
const put = (row: CreditGrantRow): RowWrite => ({ do: 'put', table: 'credit_grants', row })

type Move = { readonly grantId: string; readonly amount: bigint }

const moves = (burns: Burns, sign: 1n | -1n): readonly Move[] =>
  burns.flatMap(({ grantId, amount }) =>
    grantId === undefined ? [] : [{ grantId, amount: sign * BigInt(amount) }],
  )

/** What an event takes out of grants and puts back. What a capture burns left its grants with the hold. */
const movedBy = ({ type, data }: Projected<WalletEvent>): readonly Move[] => {
  switch (type) {
    case 'FundsHeld':
    case 'WalletCharged':
    case 'WalletBillPaid':
      return moves(data.burns, -1n)
    case 'HoldCaptured':
    case 'HoldReleased':
    case 'HoldSpent':
    case 'ChargeRefunded':
    case 'WalletChargeRefunded':
    case 'WalletBillRefunded':
      return moves(data.returned, 1n)
    case 'GrantExpired':
    case 'GrantVoided':
      return [{ grantId: data.grantId, amount: -BigInt(data.amount) }]
    case 'GrantRolledOver':
      return [{ grantId: data.grantId, amount: 0n }]
    default:
      return []
  }
}

const sums = (all: readonly Move[]): ReadonlyMap<string, bigint> => {
  const byGrant = new Map<string, bigint>()
  for (const { grantId, amount } of all) byGrant.set(grantId, (byGrant.get(grantId) ?? 0n) + amount)
  return byGrant
}

const granted = ({
  data,
  position,
}: Projected<Extract<WalletEvent, { type: 'CreditGranted' }>>): CreditGrantRow => ({
  grant_id: data.grantId,
  wallet_id: data.walletId,
  organisation: data.organisation,
  asset: data.asset,
  status: 'LIVE',
  category: data.category,
  priority: data.priority,
  effective_at: new Date(data.effectiveAt),
  expires_at: data.expiresAt === undefined ? null : new Date(data.expiresAt),
  applicability: data.applicability ?? null,
  rollover: data.rollover ?? null,
  rolled_over: 0,
  granted: data.amount,
  remaining: data.amount,
  reason: data.reason,
  granted_at: new Date(data.at),
  created_position: position,
  position,
})

const after = (
  event: Projected<WalletEvent>,
  row: CreditGrantRow,
  amount: bigint,
): CreditGrantRow => {
  const remaining = (BigInt(row.remaining) + amount).toString()
  const { position } = event
  switch (event.type) {
    case 'GrantExpired':
      return { ...row, remaining, position, status: 'EXPIRED' }
    case 'GrantVoided':
      return { ...row, remaining, position, status: 'VOIDED' }
    case 'GrantRolledOver': {
      const expires_at = new Date(event.data.expiresAt)
      return { ...row, position, status: 'LIVE', expires_at, rolled_over: row.rolled_over + 1 }
    }
    default:
      return { ...row, remaining, position }
  }
}
