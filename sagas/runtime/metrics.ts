import type { Logger } from 'pino'
import { count } from '../../platform/telemetry/metrics/instruments.ts'
import type { Parked } from './deliver.ts'

/** A message was put in line: `qh.saga.messages.parked` by saga and code. */
export const reportParked = (
  logger: Logger,
  stream: string,
  { saga, code, detail }: Parked,
): void => {
  count('qh.saga.messages.parked', { saga, code })
  // Those behind it are many, and nobody's fault.
  const level = code === 'BEHIND' ? 'info' : 'error'
  logger[level]({ stream, code, detail }, 'a saga could not take a message; see qhub deadletters')
}

/** An effect was given up: `qh.saga.effects.parked` by saga and kind. */
export const reportGivenUp = (
  logger: Logger,
  stream: string,
  saga: string,
  kind: string,
  error: unknown,
): void => {
  count('qh.saga.effects.parked', { saga, kind })
  logger.error({ stream, kind, error }, 'an effect was given up; see qhub deadletters')
}

/** An instance stands still: `qh.saga.stuck` by saga and reason. */
export const reportStuck = (logger: Logger, stream: string, saga: string, reason: string): void => {
  count('qh.saga.stuck', { saga, reason })
  logger.error({ stream, reason }, 'a saga is stuck: look at its stream')
}
