import type { Lineage } from '../../../domain/agents/models/model-events.ts'
import type { Errors, Evaluation } from '../../../domain/agents/models/queue-time/evaluate.ts'
import { builder } from '../../schema/builder.ts'

export const ModelErrors = builder.objectRef<Errors>('ModelErrors').implement({
  description: 'How far off answers were, in seconds.',
  fields: (t) => ({
    mean: t.exposeFloat('mean', { description: 'On average.' }),
    median: t.exposeFloat('median', { description: 'In the middle case.' }),
    p90: t.exposeFloat('p90', { description: 'In one case of ten, or more.' }),
  }),
})

export const ModelEvaluation = builder.objectRef<Evaluation>('ModelEvaluation').implement({
  description:
    'How good a version is over waits that it was not fitted on, beside answers that take no model.',
  fields: (t) => ({
    samples: t.exposeInt('samples', { description: 'How many waits.' }),
    from: t.field({
      type: 'DateTime',
      description: 'When the first of those jobs came.',
      resolve: ({ from }) => new Date(from),
    }),
    to: t.field({
      type: 'DateTime',
      description: 'When the last one came.',
      resolve: ({ to }) => new Date(to),
    }),
    meanWait: t.exposeFloat('meanWait', { description: 'How long they waited, in seconds.' }),
    model: t.expose('model', { type: ModelErrors, description: 'The errors of the version.' }),
    deviceMean: t.expose('deviceMean', {
      type: ModelErrors,
      description: 'Of saying the mean of all waits at the device.',
    }),
    lastWait: t.expose('lastWait', {
      type: ModelErrors,
      description: 'Of saying the last wait at the device.',
    }),
    lineLength: t.expose('lineLength', {
      type: ModelErrors,
      description: 'Of counting the jobs in line, each as long as is usual at the device.',
    }),
    turns: t.expose('turns', {
      type: ModelErrors,
      description:
        'Of counting the turns before one’s own, by the fair share, as if nobody else came.',
    }),
    coverage: t.exposeFloat('coverage', {
      description: 'Which part of the waits was between `low` and `high`; they are made for 0.8.',
    }),
  }),
})

export const ModelLineage = builder.objectRef<Lineage>('ModelLineage').implement({
  description: 'What a version was made of. The same makes the same version again.',
  fields: (t) => ({
    algorithm: t.exposeString('algorithm', { description: '`RIDGE` or `BOOSTED_TREES`.' }),
    featureSet: t.exposeString('featureSet', { description: 'What it predicts from.' }),
    chosen: t.exposeString('chosen', { description: 'What the algorithm chose among.' }),
    upTo: t.field({
      type: 'Position',
      description: 'The part of the log that was read.',
      resolve: ({ upTo }) => BigInt(upTo),
    }),
    waits: t.exposeInt('waits', { description: 'How many waits that part tells of.' }),
    fittedOn: t.exposeInt('fittedOn', { description: 'How many of them it was fitted on.' }),
    fittedUntil: t.field({
      type: 'DateTime',
      description: 'When the last of these jobs came.',
      resolve: ({ fittedUntil }) => new Date(fittedUntil),
    }),
  }),
})
