import { subjects } from '../../../platform/positions/notices.ts'
import type { Notice } from '../../shared/notice.ts'
import type { ChainEntryRow } from '../chain/tables.ts'
import type { RewardEpochRow } from '../rewards/tables.ts'
import type { SlashingRow } from './tables.ts'

const at = (subject: string, { position }: { readonly position: bigint }): Notice => ({
  subject,
  message: { position: position.toString() },
})

/** Who follows a staker is told that something was said of the stakes, or is more certain now. */
export const stakeNotices = (rows: readonly ChainEntryRow[]): readonly Notice[] =>
  rows.flatMap((row) => {
    const staker = row.contract === 'STAKING' ? row.arguments['staker'] : undefined
    return staker === undefined ? [] : [at(subjects.stakes(staker), row)]
  })

export const slashingNotice = (row: SlashingRow): Notice =>
  at(subjects.slashing(row.slashing_id), row)

export const rewardNotice = (row: RewardEpochRow): Notice => at(subjects.rewards(row.chain), row)
