import { unpackCounts } from '../../platform/results/packed-counts.ts'
import type { JobResultRow } from '../../projections/jobs/tables.ts'
import { queryError } from '../errors/query-error.ts'
import { builder } from '../schema/builder.ts'
import { countsByRegister, type Outcome, outcomesOf, type RegisterCounts } from './counts.ts'
import { ClassicalRegister } from './job-parts.ts'

const maximumOutcomes = 1_000
/** A whole histogram may hold as many outcomes as there were shots. */
const histogramCost = 20

const Engine = builder.objectRef<JobResultRow['engine']>('Engine').implement({
  description: 'What computed a result.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    version: t.exposeString('version', { description: 'Its version.' }),
  }),
})

const RegisterCountsType = builder.objectRef<RegisterCounts>('RegisterCounts').implement({
  description: 'The shots of one classical register, whatever the others showed.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The register’s name.' }),
    size: t.exposeInt('size', { description: 'Its bits.' }),
    counts: t.expose('counts', {
      type: 'Counts',
      description: 'Shots by its bits, bit 0 rightmost.',
    }),
  }),
})

const OutcomeType = builder.objectRef<Outcome>('Outcome').implement({
  description: 'One outcome of a measurement.',
  fields: (t) => ({
    bits: t.exposeString('bits', { description: 'The classical bits, in the result’s bit order.' }),
    shots: t.exposeInt('shots', { description: 'How often it was seen.' }),
    probability: t.exposeFloat('probability', { description: 'Its share of all shots, 0 to 1.' }),
  }),
})

export const JobResult = builder.objectRef<JobResultRow>('JobResult').implement({
  description: 'What a job measured.',
  fields: (t) => ({
    bitOrder: t.exposeString('bit_order', {
      description:
        'How bit strings are read: classical bit 0 rightmost, later registers to the left.',
    }),
    counts: t.field({
      type: 'Counts',
      description: 'The whole histogram.',
      complexity: histogramCost,
      resolve: ({ histogram }) => unpackCounts(histogram),
    }),
    outcomes: t.field({
      type: [OutcomeType],
      description: 'The most frequent outcomes, the most frequent first.',
      args: {
        first: t.arg.int({
          required: true,
          defaultValue: 10,
          description: `How many: 1 to ${maximumOutcomes}.`,
        }),
      },
      complexity: histogramCost,
      resolve: ({ histogram }, { first }) => {
        if (first < 1 || first > maximumOutcomes)
          throw queryError('QUERY_INVALID', `"first" is a number from 1 to ${maximumOutcomes}.`)
        return outcomesOf(unpackCounts(histogram), first)
      },
    }),
    registers: t.field({
      type: [ClassicalRegister],
      description: 'The classical registers in the order of declaration, the first rightmost.',
      resolve: ({ registers }) => registers,
    }),
    registerCounts: t.field({
      type: [RegisterCountsType],
      description: 'Each register’s own histogram.',
      complexity: histogramCost,
      resolve: ({ histogram, registers }) => countsByRegister(unpackCounts(histogram), registers),
    }),
    shots: t.exposeInt('shots', { description: 'Shots that were taken.' }),
    executionSeconds: t.exposeFloat('execution_seconds', { description: 'Seconds of execution.' }),
    engine: t.expose('engine', { type: Engine, description: 'What computed it.' }),
    seed: t.exposeString('seed', {
      description: 'Of the sampling: the same gives the same counts.',
    }),
    programHash: t.exposeString('program_hash', { description: 'SHA-256 of the program, hex.' }),
    resultHash: t.exposeString('result_hash', {
      description: 'SHA-256 of the canonical JSON of the counts, hex.',
    }),
  }),
})
