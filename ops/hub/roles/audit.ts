import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Services } from '../../../commands/shared/services.ts'
import type { Config } from '../../../platform/config/schema.ts'
import { count } from '../../../platform/telemetry/metrics/instruments.ts'
import { openStoredLog } from '../../../platform/event-store/stored-log.ts'
import type { Health } from '../../../platform/http/health.ts'
import { createKeeper, type Round } from '../../audit/keeper.ts'
import { keeperParts } from '../../audit/parts.ts'
import type { Connections } from '../connections.ts'
import { createAuditTree } from '../../../projections/audit/tree.ts'
import type { Running } from '../keep.ts'
import { underLease } from '../under-lease.ts'
import { auditGauges } from './audit-gauges.ts'

/**
 * How often it is looked what came; with a shorter time between heads, as often as those. Often: what a busy hub writes in
 * five seconds, hashed at once, keeps a process from everything else for a tenth of a second.
 */
const lookEveryMs = 1_000
/** After what may help itself it is looked again this much later. */
const patienceMs = 5_000
/** After what cannot help itself it is looked again this much later, for it costs a reading of the whole log. */
const troubleEveryMs = 600_000
/** After a write of the tree, so that a long way to catch up leaves the process to what is more urgent. */
const restMs = 50

export type RunningAudit = Running & { readonly details: NonNullable<Health['details']> }

/** Keeps the tree over the log and signs it: one process of all at a time. */
export const startAuditRole = (
  config: Config,
  services: Services,
  { postgres, postgresUrl }: Pick<Connections, 'postgres' | 'postgresUrl'>,
  eventStoreUrl: string,
  logger: Logger,
): RunningAudit => {
  let last: Round['kind'] | 'waiting' | 'trouble' = 'waiting'
  const tell = (round: Round): void => {
    const isNews = last !== round.kind
    last = round.kind
    if (round.kind === 'inconsistent' || round.kind === 'not-endorsed')
      count('qh.audit.failures', { kind: round.kind })
    if (round.kind === 'inconsistent')
      logger.error(
        { size: round.last.size, at: round.last.at },
        'the log is not the one that was signed: run qhub audit verify',
      )
    else if (round.kind === 'not-endorsed' && isNews)
      logger.error(
        { current: round.current },
        'heads of the log are signed with another key: set QHUB_AUDIT_PREVIOUS_KEY to it',
      )
    else if (round.kind === 'signed')
      logger.info({ size: round.head.size, root: round.head.root }, 'a head of the log was signed')
  }
  const everyMs = Math.min(lookEveryMs, config.auditHeadSeconds * 1_000)
  const keep = async (signal: AbortSignal): Promise<void> => {
    const log = openStoredLog(eventStoreUrl)
    const rest = async (): Promise<void> => {
      await pause(restMs, undefined, { signal })
    }
    const keeper = createKeeper({ ...keeperParts(config, services, postgres.db, log), rest })
    const once = async (): Promise<number> => {
      try {
        const round = await keeper.round()
        tell(round)
        if (round.kind === 'inconsistent') return troubleEveryMs
        return round.kind === 'not-endorsed' ? Math.max(everyMs, patienceMs) : everyMs
      } catch (error) {
        if (signal.aborted) return 0
        last = 'trouble'
        count('qh.audit.failures', { kind: 'trouble' })
        logger.warn({ error, role: 'audit' }, 'the tree over the log waits')
        return Math.max(everyMs, patienceMs)
      }
    }
    try {
      while (!signal.aborted)
        await pause(await once(), undefined, { signal }).catch(() => undefined)
    } finally {
      await log.close()
    }
  }
  const role = underLease({ postgresUrl, lease: 'audit', againMs: everyMs, logger }, keep)
  const forget = auditGauges({
    services,
    tree: createAuditTree(postgres.db),
    isInconsistent: () => last === 'inconsistent',
    onTrouble: (error) =>
      logger.warn({ error, role: 'audit' }, 'nobody knows how far the tree over the log is'),
  })
  const stop = async (): Promise<void> => {
    forget()
    await role.stop()
  }
  return { stop, details: { audit: () => Promise.resolve({ state: last }) } }
}
