import type { Pool } from 'pg'
import type { Config } from '../../platform/config/schema.ts'
import type { EventStore } from '../../platform/event-store/types.ts'

export const severities = ['ok', 'note', 'warning', 'error'] as const
export type Severity = (typeof severities)[number]

/** What a check saw, and what to do about it. */
export type Finding = {
  readonly severity: Severity
  readonly finding: string
  /** The next command, or where to read on. Of whatever is not as it should be. */
  readonly next?: string
}

/** What the checks look at; a server that does not answer says why. */
export type Patient = {
  readonly config: Config
  readonly pool: () => Promise<Pool>
  readonly eventStore: () => Promise<EventStore>
  /** The whole log is read, not the last of it. */
  readonly wholeLog: boolean
  readonly now: () => Date
}

export type Check = {
  readonly name: string
  readonly look: (patient: Patient) => Promise<readonly Finding[]>
}

export const ok = (finding: string): Finding => ({ severity: 'ok', finding })
export const note = (finding: string, next?: string): Finding => ({
  severity: 'note',
  finding,
  ...(next === undefined ? {} : { next }),
})
export const warning = (finding: string, next: string): Finding => ({
  ...{ severity: 'warning', finding, next },
})
export const wrong = (finding: string, next: string): Finding => ({
  ...{ severity: 'error', finding, next },
})
