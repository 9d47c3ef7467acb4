import { sql } from 'kysely'
import type { TokenTransferRow } from '../../../projections/tokens/transfers/tables.ts'
import { creationOrder } from '../../pagination/creation.ts'
import type { PageRequest } from '../../pagination/keyset.ts'
import { takePage } from '../../pagination/keyset.ts'
import type { Caller } from '../../view/caller.ts'
import type { ReadDb } from '../../view/db.ts'
import { ownedBy, visible } from '../../view/visible.ts'

export const transferOrder = creationOrder('token.transfers')

const isOwn = (caller: Caller) =>
  visible(caller, 'billing:read', ownedBy('token_transfers.organisation'))

/** The chain shows a transaction to everybody: who names one is shown what of it is nobody’s, too. */
const isOfTransaction = (caller: Caller) =>
  visible(
    caller,
    'billing:read',
    (principal) =>
      sql<boolean>`(${ownedBy('token_transfers.organisation')(principal)} or token_transfers.organisation is null)`,
  )

export type TransferFilter = {
  readonly kind?: TokenTransferRow['kind'] | null | undefined
  readonly status?: TokenTransferRow['status'] | null | undefined
  readonly transactionHash?: string | null | undefined
}

export const readTransfer = async (
  db: ReadDb,
  caller: Caller,
  transferId: string,
): Promise<TokenTransferRow | undefined> =>
  db
    .selectFrom('token_transfers')
    .selectAll()
    .where('transfer_id', '=', transferId)
    .where(isOwn(caller))
    .executeTakeFirst()

export const readTransfers = (
  db: ReadDb,
  caller: Caller,
  { kind, status, transactionHash }: TransferFilter,
  page: PageRequest,
): Promise<readonly TokenTransferRow[]> => {
  let query = db.selectFrom('token_transfers').selectAll()
  if (kind != null) query = query.where('kind', '=', kind)
  if (status != null) query = query.where('status', '=', status)
  query =
    transactionHash == null
      ? query.where(isOwn(caller))
      : query
          .where('transaction_hash', '=', transactionHash.toLowerCase())
          .where(isOfTransaction(caller))
  return takePage(query, page).execute()
}
