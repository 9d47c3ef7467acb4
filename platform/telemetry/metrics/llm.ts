import { workSeconds, type Metrics } from './metric.ts'

const provider = "the provider's name in the settings"
const model = "the provider's name of the model"

/** Language models: what providers answer. Those behind a guard are in `qh.provider.*` too, as `llm:<name>`. */
export const llmMetrics = {
  'qh.llm.first_token': {
    kind: 'histogram',
    unit: 's',
    description:
      'Time to the first part of a streamed answer, or to the whole of one that is not streamed',
    attributes: { provider, model },
    buckets: workSeconds,
  },
  'qh.llm.tokens': {
    kind: 'counter',
    unit: '{token}',
    description: 'Tokens of answered calls, as the provider counts them',
    attributes: { provider, model, direction: '`in` or `out`' },
  },
  'qh.llm.failures': {
    kind: 'counter',
    unit: '{call}',
    description: 'Calls that a provider failed; those that its guard turned away are left out',
    attributes: { provider, reason: 'why, as `RATE_LIMITED`' },
  },
} as const satisfies Metrics
