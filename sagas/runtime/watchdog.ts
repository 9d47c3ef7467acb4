import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Services } from '../../commands/shared/services.ts'
import type { RecordedEvent } from '../../platform/event-store/types.ts'
import { instruct } from './deliver.ts'
import type { InstanceIndex } from './instance-index.ts'
import { reportStuck } from './metrics.ts'
import type { AnySaga } from './registry.ts'
import { createRounds, type Rounds } from './rounds.ts'

export type Watchdog = {
  readonly services: Services
  readonly sagas: readonly AnySaga[]
  readonly index: InstanceIndex
  /** Those that this process holds now. */
  readonly partitions: () => readonly number[]
  readonly logger: Logger
  /** Begins to perform a requested effect, unless it is being performed or has its outcome. */
  readonly again: (requested: RecordedEvent) => void
  /** Whether this process is at an effect: a run that takes long stands still for all that the index can tell. */
  readonly isUnderWay: (effectId: string) => boolean
}

const lookEveryMs = 15_000
const stalledAfterMs = 30_000
const batch = 200

type Reason = 'PAST_DEADLINE' | 'WAITS_FOR_NOTHING'

/**
 * Drives on what stands still, and reports in their streams those that nothing will ever move, or that take too long. So
 * many at a look; `rounds` remembers where it ended.
 */
export const lookOnce = async (
  watchdog: Watchdog,
  signal: AbortSignal,
  rounds: Rounds = createRounds(batch),
): Promise<void> => {
  const { services, sagas, index, partitions, logger, again, isUnderWay } = watchdog
  const now = services.clock.now().getTime()
  const held = partitions()
  if (held.length === 0) return
  const report = async (stream: string, reason: Reason): Promise<void> => {
    const each = sagas.find(({ saga }) => stream.startsWith(`${saga.name}-`))
    if (each === undefined) return
    const { name } = each.saga
    const instance = stream.slice(name.length + 1)
    const { revision } = (await services.eventStore.read(stream, last))[0] ?? { revision: 0n }
    // One report for as long as nothing happens.
    const key = ['report', reason, revision.toString()]
    const cause = { correlationId: instance, causationId: instance }
    const wish = { do: 'report', reason } as const
    const told = await instruct(services, { each, instance }, key, wish, cause, signal)
    if (told.length > 0) reportStuck(logger, stream, name, reason)
  }
  const mayRest = sagas.filter(({ saga }) => saga.mayRest).map(({ saga }) => saga.name)
  const since = new Date(now - stalledAfterMs)
  const idle = await rounds.next('idle', (limit, after) =>
    index.idleSince(since, limit, mayRest, held, after),
  )
  for (const { stream } of idle) await report(stream, 'WAITS_FOR_NOTHING')
  const waiting = await rounds.next('waiting', (limit, after) =>
    index.outstandingSince(since, limit, held, after),
  )
  for (const { stream, outstanding } of waiting) {
    const left = outstanding.filter((id) => !isUnderWay(id))
    if (left.length === 0) continue
    for (const event of await services.eventStore.read(stream))
      if (event.type === 'SagaEffectRequested' && left.includes(event.id)) again(event)
  }
  for (const { saga } of sagas) {
    if (saga.deadlineSeconds === undefined) continue
    const before = new Date(now - saga.deadlineSeconds * 1000)
    for (const stream of await index.begunBefore(saga.name, before, batch, held))
      await report(stream, 'PAST_DEADLINE')
  }
}

const last = { direction: 'backwards', maxCount: 1 } as const

export const runWatchdog = async (watchdog: Watchdog, signal: AbortSignal): Promise<void> => {
  const rounds = createRounds(batch)
  for (;;) {
    await pause(lookEveryMs, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return
    await lookOnce(watchdog, signal, rounds).catch((error: unknown) => {
      if (!signal.aborted) watchdog.logger.warn({ error }, 'the watchdog could not look')
    })
  }
}
