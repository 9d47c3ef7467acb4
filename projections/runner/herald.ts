import type { Bus } from '../../platform/bus/bus.ts'
import type { Clock } from '../../platform/clock/clock.ts'
import { subjects, type ProjectedNotice } from '../../platform/positions/notices.ts'
import { walletNotice } from '../billing/notices.ts'
import { chainNotice } from '../tokens/chain/notices.ts'
import { transferNotice } from '../tokens/transfers/notices.ts'
import { transactionNotice } from '../tokens/transactions/notices.ts'
import { notificationNotices } from '../engagement/notices.ts'
import { jobNotice } from '../jobs/hot.ts'
import type { Notice } from '../shared/notice.ts'
import type { Projected } from '../shared/projection.ts'
import { rewardNotice, slashingNotice, stakeNotices } from '../tokens/staking/notices.ts'
import { addedIn, putIn, type RowChanges } from './row-set.ts'

/** Tells who listens what was committed; and every second that the projector lives, so that silence means something. */
export type Herald = {
  /** Rows of the generation that readers follow were committed. */
  readonly tell: (changes: readonly RowChanges[], events: readonly Projected[]) => void
  readonly stop: () => void
}

export type HeraldParts = {
  readonly bus: Bus
  readonly clock: Clock
  /** The generation that readers follow. */
  readonly live: number
  /** How far all of its groups are; asked after a commit, it knows of that commit. */
  readonly reached: () => bigint | Promise<bigint>
}

const beatMs = 1_000

export const createHerald = (
  { bus, clock, live, reached }: HeraldParts,
  onTrouble: (error: unknown) => void,
): Herald => {
  const send = ({ subject, message }: Notice): void => {
    try {
      bus.publish(subject, message)
    } catch (error) {
      onTrouble(error)
    }
  }
  const sendReached = (position: bigint, lagMs: number): void => {
    const message: ProjectedNotice = { generation: live, position: position.toString(), lagMs }
    send({ subject: subjects.projected, message })
  }
  let asking = false
  let asked = false
  /** One question at a time; what was committed during one is covered by the next. */
  const ask = async (answer: Promise<bigint>, lagMs: number): Promise<void> => {
    asking = true
    try {
      sendReached(await answer, lagMs)
    } catch (error) {
      onTrouble(error)
    } finally {
      asking = false
    }
    if (!asked) return
    asked = false
    projected(lagMs)
  }
  const projected = (lagMs: number): void => {
    if (asking) {
      asked = true
      return
    }
    const position = reached()
    if (typeof position === 'bigint') sendReached(position, lagMs)
    else void ask(position, lagMs)
  }
  const lagOf = (events: readonly Projected[]): number => {
    const newest = events.at(-1)
    return newest === undefined ? 0 : Math.max(0, clock.now().getTime() - newest.created.getTime())
  }
  let quiet = true
  const beat = setInterval(() => {
    if (quiet) projected(0)
    quiet = true
  }, beatMs)
  beat.unref()
  return {
    tell: (changes, events) => {
      quiet = false
      for (const each of changes) {
        putIn(each, 'jobs').map(jobNotice).forEach(send)
        putIn(each, 'wallets').map(walletNotice).forEach(send)
        putIn(each, 'chains').map(chainNotice).forEach(send)
        putIn(each, 'chain_transactions').map(transactionNotice).forEach(send)
        putIn(each, 'token_transfers').map(transferNotice).forEach(send)
        stakeNotices(putIn(each, 'chain_entries')).forEach(send)
        putIn(each, 'slashings').map(slashingNotice).forEach(send)
        putIn(each, 'reward_epochs').map(rewardNotice).forEach(send)
        notificationNotices(addedIn(each, 'notifications')).forEach(send)
      }
      projected(lagOf(events))
    },
    stop: () => clearInterval(beat),
  }
}
