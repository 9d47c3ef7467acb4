import { apiMetrics } from './apis.ts'
import { auditMetrics } from './audit.ts'
import { llmMetrics } from './llm.ts'
import { moneyMetrics } from './money.ts'
import { processMetrics } from './process.ts'
import { projectionMetrics } from './projections.ts'
import { sagaMetrics } from './sagas.ts'
import { storageMetrics } from './storage.ts'
import { tokenMetrics } from './tokens.ts'

/** Every metric of the hub, under the headings of its page. Nothing else is emitted. */
export const metricSections = {
  'Requests and commands': apiMetrics,
  'Servers behind the hub': storageMetrics,
  'Read models and replays': projectionMetrics,
  'Sagas, effects and providers': sagaMetrics,
  Money: moneyMetrics,
  Tokens: tokenMetrics,
  'Language models': llmMetrics,
  Audit: auditMetrics,
  Process: processMetrics,
} as const

export const metricTable = {
  ...apiMetrics,
  ...storageMetrics,
  ...projectionMetrics,
  ...sagaMetrics,
  ...moneyMetrics,
  ...tokenMetrics,
  ...llmMetrics,
  ...auditMetrics,
  ...processMetrics,
} as const

export type MetricName = keyof typeof metricTable
