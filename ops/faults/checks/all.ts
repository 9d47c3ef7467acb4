import type { Evidence } from '../evidence.ts'
import { acknowledged } from './acknowledged.ts'
import { budgets } from './budgets.ts'
import type { Check } from './check.ts'
import { endings } from './endings.ts'
import { holds } from './holds.ts'
import { ledger } from './ledger.ts'
import { moneyChecks } from './money/all.ts'
import { payments } from './payments.ts'
import { queues } from './queues.ts'
import { readModels } from './read-models.ts'
import { runs } from './runs.ts'
import { sagas } from './sagas.ts'
import { submissions } from './submissions.ts'
import { workflows } from './workflows.ts'

export const checks = {
  acknowledged,
  submissions,
  endings,
  holds,
  ledger,
  payments,
  queues,
  sagas,
  runs,
  budgets,
  readModels,
  workflows,
  ...moneyChecks,
} as const satisfies Readonly<Record<string, Check>>

export type CheckName = keyof typeof checks

/** Findings of one check; evidence that it can't even read is one. */
export const findingsOf = (check: Check, evidence: Evidence): readonly string[] => {
  try {
    return check(evidence)
  } catch (error) {
    return [String(error)]
  }
}

export const allFindings = (evidence: Evidence): readonly string[] =>
  Object.entries(checks).flatMap(([name, check]) =>
    findingsOf(check, evidence).map((finding) => `${name}: ${finding}`),
  )
