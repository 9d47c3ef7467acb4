import { meter } from '../../platform/telemetry/tracing.ts'
import type { Given } from './idempotently.ts'

/** Measures commands by name and outcome; never by who or what, of which there is no end. */
export type Measure = (command: string, work: () => Promise<Given>) => Promise<Given>

/** To be made once telemetry is up. */
export const createMeasure = (): Measure => {
  const durations = meter().createHistogram('qh.command.duration', {
    unit: 's',
    description: 'Time from the input of a command to its answer',
  })
  const replays = meter().createCounter('qh.idempotency.replays', {
    unit: '{answer}',
    description: 'Answers that had been given before',
  })
  return async (command, work) => {
    const began = performance.now()
    const record = (outcome: string): void =>
      durations.record((performance.now() - began) / 1000, { command, outcome })
    try {
      const given = await work()
      record(given.answer.kind === 'failed' ? given.answer.failure.code : 'done')
      if (given.replayed) replays.add(1, { command })
      return given
    } catch (error) {
      record('INTERNAL')
      throw error
    }
  }
}
