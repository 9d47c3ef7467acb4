import { builder } from '../../schema/builder.ts'
import { Money } from '../../schema/money.ts'
import { LlmAttempt, LlmCall, ModelRouteHealth } from './refs.ts'

const LlmCallStatus = builder.enumType('LlmCallStatus', {
  description: 'How far a call is.',
  values: {
    OPEN: { description: 'It is not answered; asked again under its id it goes on.' },
    COMPLETED: { description: 'A model answered.' },
    CACHED: { description: 'An answer that was given before was given again.' },
    REFUSED: { description: 'It will not be answered.' },
  },
})
const LlmAttemptStatus = builder.enumType('LlmAttemptStatus', {
  description: 'What came of an attempt.',
  values: {
    STARTED: { description: 'The model is being asked.' },
    SUCCEEDED: { description: 'It answered.' },
    FAILED: { description: 'It did not.' },
  },
})

LlmAttempt.implement({
  description: 'One model that was asked.',
  fields: (t) => ({
    attemptId: t.exposeID('attempt_id', { description: 'The hub’s id of it.' }),
    number: t.exposeInt('number', { description: 'Counted from 1.' }),
    routeId: t.exposeString('route_id', { description: 'Which model, at which provider.' }),
    status: t.field({
      type: LlmAttemptStatus,
      description: 'What came of it.',
      resolve: ({ status }) => status,
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why it failed; null for one that did not.',
    }),
    repairs: t.exposeBoolean('repairs', {
      description: 'Whether it was shown an answer that did not have the form asked for.',
    }),
    maximum: t.field({
      type: Money,
      description: 'What was reserved for it.',
      resolve: ({ maximum: amount, asset }) => ({ amount, asset }),
    }),
    cost: t.field({
      type: Money,
      nullable: true,
      description: 'What it cost; null until it has ended.',
      resolve: ({ cost: amount, asset }) => (amount === null ? null : { amount, asset }),
    }),
    latencyMs: t.exposeInt('latency_ms', {
      nullable: true,
      description: 'How long it took; null until it has ended.',
    }),
    firstTokenMs: t.exposeInt('first_token_ms', {
      nullable: true,
      description: 'Until the answer began; null where there is none.',
    }),
    startedAt: t.expose('started_at', { type: 'DateTime', description: 'When it began.' }),
  }),
})

LlmCall.implement({
  description: 'A question to models. What was asked and answered is read by its id, over HTTP.',
  fields: (t) => ({
    callId: t.exposeID('call_id', { description: 'The hub’s id of it.' }),
    budgetId: t.exposeID('budget_id', {
      nullable: true,
      description: 'The budget that pays; null where it is metered as usage.',
    }),
    template: t.exposeString('template', { description: 'The prompt.' }),
    version: t.exposeInt('version', { description: 'The version of the prompt.' }),
    status: t.field({
      type: LlmCallStatus,
      description: 'How far it is.',
      resolve: ({ status }) => status,
    }),
    routeId: t.exposeString('route_id', {
      nullable: true,
      description: 'Whose answer it is; null while there is none.',
    }),
    tokensIn: t.int({
      description: 'Tokens that models read, as they counted.',
      resolve: ({ tokens_in }) => Number(tokens_in),
    }),
    tokensOut: t.int({
      description: 'Tokens that models wrote.',
      resolve: ({ tokens_out }) => Number(tokens_out),
    }),
    cost: t.field({
      type: Money,
      nullable: true,
      description: 'Of all attempts; null while there was none.',
      resolve: ({ cost: amount, asset }) => (asset === null ? null : { amount, asset }),
    }),
    code: t.exposeString('code', {
      nullable: true,
      description: 'Why it will not be answered; null for any other.',
    }),
    requestedAt: t.expose('requested_at', { type: 'DateTime', description: 'When it was asked.' }),
    endedAt: t.expose('ended_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was answered or refused; null before.',
    }),
    attempts: t.field({
      type: [LlmAttempt],
      description: 'What was tried, in order: at most 24.',
      complexity: { field: 1, multiplier: 24 },
      resolve: ({ call_id }, _, { view }) =>
        view.db
          .selectFrom('llm_attempts')
          .selectAll()
          .where('call_id', '=', call_id)
          .orderBy('number')
          .execute(),
    }),
  }),
})

ModelRouteHealth.implement({
  description: 'What was measured of a model in the last day, over all organisations.',
  fields: (t) => ({
    routeId: t.exposeString('routeId', { description: 'Which model, at which provider.' }),
    provider: t.exposeString('provider', { description: 'The provider, as in the settings.' }),
    attempts: t.exposeInt('attempts', { description: 'How often it was asked.' }),
    failures: t.exposeInt('failures', { description: 'How often it did not answer.' }),
    latencyMs: t.exposeInt('latencyMs', {
      nullable: true,
      description: 'The median time to the whole answer; null while it gave none.',
    }),
    latencyP95Ms: t.exposeInt('latencyP95Ms', {
      nullable: true,
      description: 'Nineteen of twenty answers took no longer; null while it gave none.',
    }),
    firstTokenMs: t.exposeInt('firstTokenMs', {
      nullable: true,
      description: 'The median time until an answer began; null while it gave none.',
    }),
    tokensIn: t.float({
      description: 'Tokens that it read.',
      resolve: ({ tokensIn }) => Number(tokensIn),
    }),
    tokensOut: t.float({
      description: 'Tokens that it wrote.',
      resolve: ({ tokensOut }) => Number(tokensOut),
    }),
  }),
})
