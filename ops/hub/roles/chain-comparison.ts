import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import { systemContext } from '../../../commands/shared/context.ts'
import { execute } from '../../../commands/shared/execute.ts'
import type { Services } from '../../../commands/shared/services.ts'
import { compareBalances } from '../../../commands/tokens/chain/compare-balances.ts'
import { newId } from '../../../platform/ids/ids.ts'

/** What the ledger says is compared with what the chains hold this often. */
const compareEveryMs = 600_000

/** Compares the ledger with the chains, again and again, until it is stopped. */
export const compareChains =
  (services: Services, logger: Logger) =>
  async (signal: AbortSignal): Promise<void> => {
    const stopped = (): boolean => signal.aborted
    while (!stopped()) {
      await pause(compareEveryMs, undefined, { signal }).catch(() => undefined)
      if (stopped()) return
      const id = newId()
      const context = systemContext('chain', id, id, id)
      const outcome = await execute(services, compareBalances, {}, context)
      if (outcome.kind === 'failed')
        logger.warn({ failure: outcome.failure }, 'tokens on chains could not be compared')
      else if (outcome.answer.isConfirmed)
        logger.error({ ...outcome.answer }, 'chains hold other amounts than the ledger says')
    }
  }
