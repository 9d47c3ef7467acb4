import { sql } from 'kysely'
import type { SagaDescription, SagaRouteDescription } from '../../platform/operations/insight.ts'
import { builder } from '../schema/builder.ts'
import { BoundedCount, countRows } from './bounded.ts'

const RouteDoes = builder.enumType('SagaRouteDoes', {
  description: 'What an event does to an instance.',
  values: {
    STARTS: { description: 'It starts the instance, or goes on with it.' },
    CONTINUES: { description: 'It goes on with the instance, if there is one.' },
    STOPS: { description: 'It ends the instance.' },
  },
})

const SagaRoute = builder.objectRef<SagaRouteDescription>('SagaRoute').implement({
  description: 'An event that a saga hears.',
  fields: (t) => ({
    eventType: t.exposeString('eventType', { description: 'Its type.' }),
    does: t.field({
      type: RouteDoes,
      description: 'What it does to the instance.',
      resolve: ({ does }) => does,
    }),
    property: t.exposeString('property', {
      description: 'The property of the event’s data that names the instance.',
    }),
  }),
})

export const SagaDefinition = builder.objectRef<SagaDescription>('SagaDefinition').implement({
  description: 'A saga, as the code of this hub defines it.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name, and the category of its streams.' }),
    version: t.exposeInt('version', { description: 'Its version.' }),
    streamPrefixes: t.exposeStringList('streamPrefixes', {
      description: 'Whose events it hears.',
    }),
    routes: t.field({
      type: [SagaRoute],
      description: 'The events that it hears.',
      complexity: 0,
      resolve: ({ routes }) => [...routes],
    }),
    effects: t.exposeStringList('effects', { description: 'What it may have done.' }),
    mayRest: t.exposeBoolean('mayRest', {
      description: 'Whether an instance may stand with nothing open and no timer set.',
    }),
    deadlineSeconds: t.int({
      nullable: true,
      description: 'An instance that has not ended by then is reported.',
      resolve: ({ deadlineSeconds }) => deadlineSeconds ?? null,
    }),
    activeInstances: t.field({
      type: BoundedCount,
      description: 'Instances that have not ended.',
      complexity: 5,
      resolve: ({ name }, _args, { view }) =>
        countRows(view.db, 'saga_instances', sql<boolean>`saga = ${name} and status = 'ACTIVE'`),
    }),
  }),
})
