import type { Severity } from './kind.ts'
import { kindNames, kindOf, type Kind } from './kinds.ts'
import { initial, wantedOf, type Wanted } from './preferences.ts'

/** A kind of notification, as people choose among them. */
export type KindSummary = {
  readonly kind: Kind
  readonly title: string
  readonly severity: Severity
  readonly security: boolean
  /** What who said nothing gets of it. */
  readonly standard: Wanted
}

const kinds: readonly KindSummary[] = kindNames.map((kind) => {
  const { title, severity, security = false } = kindOf(kind)
  return { kind, title, severity, security, standard: wantedOf(initial, kind) }
})

/** What there is to choose among, and when who did not choose is mailed. */
export const notificationRules = { kinds, schedule: initial.schedule } as const
