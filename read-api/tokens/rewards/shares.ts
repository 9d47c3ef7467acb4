import { sql } from 'kysely'
import { takePage, type PageRequest } from '../../pagination/keyset.ts'
import type { ReadDb } from '../../view/db.ts'
import type { ShareOnChain } from './refs.ts'

const withClaim = (db: ReadDb) =>
  db
    .selectFrom('reward_shares')
    .selectAll('reward_shares')
    .select((e) =>
      e
        .selectFrom('chain_entries')
        .whereRef('chain_entries.chain', '=', 'reward_shares.chain')
        .where('contract', '=', 'REWARDS')
        .where('event', '=', 'RewardClaimed')
        .where('status', '<>', 'ORPHANED')
        .where(sql<boolean>`arguments->>'deviceId' = reward_shares.computer_id`)
        .where(sql<boolean>`arguments->>'epoch' = reward_shares.epoch::text`)
        .select(sql<ShareOnChain['claim_status']>`max(status)`.as('status'))
        .as('claim_status'),
    )

/** All of an epoch, in the order of the tree. */
export const readShares = (
  db: ReadDb,
  chain: string,
  epoch: number,
): Promise<readonly ShareOnChain[]> =>
  withClaim(db)
    .where('reward_shares.chain', '=', chain)
    .where('reward_shares.epoch', '=', epoch)
    .orderBy('computer_id')
    .execute()

export const readSharesOfDevice = (
  db: ReadDb,
  deviceId: string,
  page: PageRequest,
): Promise<readonly ShareOnChain[]> =>
  takePage(withClaim(db).where('reward_shares.device_id', '=', deviceId), page).execute()
