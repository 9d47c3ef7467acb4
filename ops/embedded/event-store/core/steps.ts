import type { Entry } from '../store/log.ts'

/**
 * What a scan comes to: an event that is wanted, or the end of a full page. Nothing may be wanted for millions of events, so it
 * is there that who scans lets others have their turn.
 */
export type Step = Entry | 'page'

export function* entriesIn(steps: Iterable<Step>): Generator<Entry, void, undefined> {
  for (const step of steps) if (step !== 'page') yield step
}
