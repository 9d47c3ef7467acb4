import { asOfArgument, costAsOf, readAsOf } from '../history/as-of.ts'
import { pageOf, pageRequest, pageSize } from '../pagination/page.ts'
import { builder } from '../schema/builder.ts'
import { JobConnection } from '../schema/connections.ts'
import { Direction } from '../schema/direction.ts'
import { Job, Quote } from '../schema/refs.ts'
import { requirePrincipal } from '../view/caller.ts'
import { JobOrder, JobPerspective, JobStatus } from './job-enums.ts'
import { jobOrders } from './orders.ts'
import { readJobs } from './reads.ts'

const JobFilter = builder.inputType('JobFilter', {
  description: 'Which jobs are wanted; every member that is given must hold.',
  fields: (t) => ({
    perspective: t.field({
      type: JobPerspective,
      description: 'From one side only; every job that you may see when absent.',
    }),
    status: t.field({ type: [JobStatus], description: 'In one of these states.' }),
    deviceId: t.id({ description: 'On this device.' }),
    submittedFrom: t.field({ type: 'DateTime', description: 'Submitted then or later.' }),
    submittedBefore: t.field({ type: 'DateTime', description: 'Submitted earlier.' }),
    tags: t.stringList({ description: 'With all of these tags.' }),
  }),
})

const JobOrderBy = builder.inputType('JobOrderBy', {
  description: 'How a list of jobs is ordered.',
  fields: (t) => ({
    field: t.field({
      type: JobOrder,
      required: true,
      defaultValue: 'SUBMITTED_AT',
      description: 'By what.',
    }),
    direction: t.field({
      type: Direction,
      required: true,
      defaultValue: 'DESC',
      description: 'Which end comes first.',
    }),
  }),
})

builder.queryFields((t) => ({
  job: t.field({
    type: Job,
    nullable: true,
    description: 'One job; null when there is none that you may see.',
    args: {
      jobId: t.arg.id({ required: true, description: 'The hub’s id of the job.' }),
      asOf: t.arg(asOfArgument),
    },
    complexity: costAsOf,
    resolve: async (_, { jobId, asOf }, { view }) => {
      requirePrincipal(view.caller, 'jobs:read')
      return readAsOf(view, 'jobs', await view.loaders.jobs.load(jobId), asOf)
    },
  }),
  jobs: t.connection(
    {
      type: Job,
      description: 'The jobs that you may see.',
      args: {
        filter: t.arg({ type: JobFilter, description: 'Which; all when absent.' }),
        orderBy: t.arg({ type: JobOrderBy, description: 'The newest first when absent.' }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { filter, orderBy, ...args }, { view }) => {
        const { organisation } = requirePrincipal(view.caller, 'jobs:read')
        const { field, direction } = orderBy ?? { field: 'SUBMITTED_AT', direction: 'DESC' }
        const order = jobOrders[field]
        const page = pageRequest(args, order, direction)
        const rows = await readJobs(view.db, view.caller, organisation, filter ?? {}, page)
        return pageOf(rows, page, order.keyOf)
      },
    },
    JobConnection,
  ),
  quote: t.field({
    type: Quote,
    nullable: true,
    description: 'One offer; null when there is none that you may see.',
    args: { quoteId: t.arg.id({ required: true, description: 'The hub’s id of the quote.' }) },
    resolve: async (_, { quoteId }, { view }) => {
      requirePrincipal(view.caller, 'jobs:read')
      return (await view.loaders.quotes.load(quoteId)) ?? null
    },
  }),
}))
