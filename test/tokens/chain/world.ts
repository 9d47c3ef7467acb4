import { load } from '../../../commands/shared/load.ts'
import { loadStream } from '../../../commands/shared/load-stream.ts'
import type { Services } from '../../../commands/shared/services.ts'
import { chain as chainAggregate } from '../../../domain/tokens/chain/chain.ts'
import type { Following } from '../../../domain/tokens/chain/cursor.ts'
import { chainEntry, type EntryStatus } from '../../../domain/tokens/chain/entry.ts'
import type { EntryData } from '../../../domain/tokens/chain/entry-events.ts'
import { manualClock } from '../../../platform/clock/clock.ts'
import type { ChainPort } from '../../../platform/chain/port.ts'
import { createFollower, type Round } from '../../../sagas/tokens/chain/follow.ts'
import { NodeUnanswered } from '../../../sagas/tokens/chain/node.ts'
import { ChainMovedOn } from '../../../sagas/tokens/chain/write.ts'
import { meta } from '../../kit/given-when-then/meta.ts'
import type { memoryLog } from '../../kit/memory-log.ts'
import { servicesOn } from '../../kit/services.ts'

export type KnownEntry = { readonly status: EntryStatus; readonly entry: EntryData }

const prefix = `${chainEntry.category}-`

/** One who follows a chain into a log, and what the log says after it. */
export const followInto = (
  { eventStore, all }: ReturnType<typeof memoryLog>,
  port: ChainPort,
  treasury: string,
) => {
  const { chain } = port.settings
  const clock = manualClock(meta.now)
  const services: Services = {
    ...servicesOn(eventStore, clock),
    chains: new Map([[chain, port]]),
  }
  const round = createFollower({ services, port, treasury })
  const followed = async (): Promise<Following> => {
    const { state } = await load(eventStore, services.foldCache, chainAggregate, chain)
    if (state.kind === 'absent') throw new Error('the chain is not followed')
    return state
  }
  return {
    services,
    clock,
    round,
    followed,
    /** Looks until there is nothing new: the last round. What has to be asked again is. */
    settle: async (most = 100): Promise<Round> => {
      for (let look = 0; look < most; look++) {
        clock.advance(60_000)
        try {
          const last = await round()
          if (last.kind === 'IDLE' || last.kind === 'RESTED') return last
        } catch (error) {
          if (!(error instanceof NodeUnanswered || error instanceof ChainMovedOn)) throw error
        }
      }
      throw new Error(`nothing came to rest within ${most} looks`)
    },
    /** All entries, in the order in which they were seen first. */
    entries: async (): Promise<readonly KnownEntry[]> => {
      const ids = new Set(
        all.flatMap(({ stream }) =>
          stream.startsWith(prefix) ? [stream.slice(prefix.length)] : [],
        ),
      )
      const known: KnownEntry[] = []
      for (const entryId of ids) {
        const { state } = await loadStream(eventStore, services.foldCache, chainEntry, entryId)
        if (state.kind === 'known') known.push(state)
      }
      return known
    },
  }
}
export type Follower = ReturnType<typeof followInto>
