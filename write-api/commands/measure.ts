import { count, record, secondsSince } from '../../platform/telemetry/metrics/instruments.ts'
import type { Given } from './idempotently.ts'

/** Measures commands by name and outcome; never by who or what, of which there is no end. */
export const measured = async (command: string, work: () => Promise<Given>): Promise<Given> => {
  const began = performance.now()
  const ended = (outcome: string): void =>
    record('qh.command.duration', secondsSince(began), { command, outcome })
  try {
    const given = await work()
    ended(given.answer.kind === 'failed' ? given.answer.failure.code : 'done')
    if (given.replayed) count('qh.idempotency.replays', { command })
    return given
  } catch (error) {
    ended('INTERNAL')
    throw error
  }
}
