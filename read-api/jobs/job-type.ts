import { Price } from '../devices/price-type.ts'
import { pageRequest, pageSize } from '../pagination/page.ts'
import { builder } from '../schema/builder.ts'
import { JobTransitionConnection } from '../schema/connections.ts'
import { Money } from '../schema/money.ts'
import { Calibration, Device, Job, JobTransition, Organisation, Quote } from '../schema/refs.ts'
import { belongsTo } from '../view/caller.ts'
import { JobBilling, JobPhase, JobStatus } from './job-enums.ts'
import { CircuitFacts, JobCharge, JobFailure, JobUsage } from './job-parts.ts'
import { timelineOrder } from './orders.ts'
import { JobResult } from './result-type.ts'

/** Programs may be 256 KiB. */
const sourceCost = 20

builder.node(Job, {
  description:
    'A program that was submitted to run on a device. Seen by the organisation that submitted it and by the provider of ' +
    'the device, who does not see the program.',
  id: { resolve: ({ job_id }) => job_id },
  loadOne: (id, { view }) => view.loaders.jobs.load(id),
  fields: (t) => ({
    jobId: t.exposeID('job_id', { description: 'The hub’s id, as commands take it.' }),
    name: t.exposeString('name', { description: 'The submitter’s name of it.' }),
    tags: t.stringList({ description: 'The submitter’s tags.', resolve: ({ tags }) => [...tags] }),
    status: t.expose('status', { type: JobStatus, description: 'Where it is.' }),
    phase: t.expose('phase', {
      type: JobPhase,
      nullable: true,
      description: 'What the provider last said that it does with it.',
    }),
    billing: t.expose('billing', { type: JobBilling, description: 'Where its payment is.' }),
    organisationId: t.exposeID('organisation', {
      description: 'The hub’s id of the organisation that submitted it and pays.',
    }),
    organisation: t.field({
      type: Organisation,
      nullable: true,
      description: 'The organisation that submitted it; null when that is not yours.',
      resolve: async ({ organisation }, _, { view }) =>
        (await view.loaders.organisations.load(organisation)) ?? null,
    }),
    submittedBy: t.exposeString('user_id', { description: 'The hub’s id of who submitted it.' }),
    deviceId: t.exposeID('device_id', { description: 'The hub’s id of the device.' }),
    device: t.field({
      type: Device,
      nullable: true,
      description: 'The device it is for.',
      resolve: async ({ device_id }, _, { view }) =>
        (await view.loaders.devices.load(device_id)) ?? null,
    }),
    calibration: t.field({
      type: Calibration,
      nullable: true,
      description: 'The calibration that it pinned.',
      resolve: async ({ calibration_id }, _, { view }) =>
        calibration_id === null
          ? null
          : ((await view.loaders.calibrations.load(calibration_id)) ?? null),
    }),
    quote: t.field({
      type: Quote,
      nullable: true,
      description: 'The offer that it was submitted under.',
      resolve: async ({ quote_id }, _, { view }) =>
        quote_id === null ? null : ((await view.loaders.quotes.load(quote_id)) ?? null),
    }),
    source: t.string({
      nullable: true,
      description: 'The program; null for the provider of the device.',
      complexity: sourceCost,
      resolve: async ({ job_id, organisation }, _, { view }) =>
        belongsTo(view.caller, organisation)
          ? ((await view.loaders.programs.load(job_id))?.source ?? null)
          : null,
    }),
    programHash: t.exposeString('program_hash', { description: 'SHA-256 of the program, hex.' }),
    circuit: t.expose('circuit', {
      type: CircuitFacts,
      description: 'What the compiler found in the program.',
    }),
    shots: t.exposeInt('shots', { description: 'Shots that were ordered.' }),
    seed: t.exposeString('seed', { description: 'Of the sampling.' }),
    timeLimitSeconds: t.exposeInt('time_limit_seconds', {
      description: 'Seconds that it may run on the device before it is stopped.',
    }),
    price: t.expose('price', { type: Price, description: 'The price that holds for it.' }),
    estimate: t.field({
      type: Money,
      description: 'What it was expected to cost.',
      resolve: ({ estimate, asset }) => ({ amount: estimate, asset }),
    }),
    maximumCost: t.field({
      type: Money,
      description: 'The most that it may cost: what is held, and the bound of every charge.',
      resolve: ({ maximum_cost, asset }) => ({ amount: maximum_cost, asset }),
    }),
    charge: t.field({
      type: JobCharge,
      nullable: true,
      description: 'What it cost; null while nothing was charged.',
      resolve: (job) => (job.charged === null ? null : job),
    }),
    attempt: t.exposeInt('attempt', { description: 'How often it was given to the provider.' }),
    providerJobId: t.exposeString('provider_job_id', {
      nullable: true,
      description: 'The provider’s own id of it.',
    }),
    failure: t.expose('failure', {
      type: JobFailure,
      nullable: true,
      description: 'Why it failed.',
    }),
    usage: t.field({
      type: JobUsage,
      nullable: true,
      description: 'What ran on the device; null until it ended.',
      resolve: ({ used_shots, qpu_seconds }) =>
        used_shots === null || qpu_seconds === null
          ? null
          : { shots: used_shots, qpuSeconds: qpu_seconds },
    }),
    submittedAt: t.expose('submitted_at', {
      type: 'DateTime',
      description: 'When it was submitted.',
    }),
    queuedAt: t.expose('queued_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it entered the line.',
    }),
    startedAt: t.expose('started_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When the provider began with it.',
    }),
    cancelRequestedAt: t.expose('cancel_requested_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When somebody asked to cancel it.',
    }),
    endedAt: t.expose('ended_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it reached its final state.',
    }),
    result: t.field({
      type: JobResult,
      nullable: true,
      description: 'What it measured.',
      resolve: async ({ job_id, status }, _, { view }) =>
        status === 'COMPLETED' ? ((await view.loaders.results.load(job_id)) ?? null) : null,
    }),
    timeline: t.connection(
      {
        type: JobTransition,
        description: 'What happened to it, the first event first.',
        complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
        resolve: ({ job_id }, args, { view }) =>
          view.loaders.timelines.load({
            parent: job_id,
            page: pageRequest(args, timelineOrder, 'ASC'),
          }),
      },
      JobTransitionConnection,
    ),
    correlationId: t.string({
      nullable: true,
      description: 'What its causal story is found by: `events(correlationId:)`.',
      complexity: 1,
      resolve: async ({ job_id }, _, { view }) =>
        (await view.loaders.correlations.load(job_id))?.correlation_id ?? null,
    }),
    revision: t.field({
      type: 'String',
      description: 'Of the job’s stream, for If-Match.',
      resolve: ({ revision }) => revision.toString(),
    }),
    position: t.expose('position', {
      type: 'Position',
      description: 'Position of the log at which it last changed.',
    }),
  }),
})
