import { actionTable } from '../../domain/operations/actions.ts'
import { aggregates } from '../../domain/aggregates.ts'
import { schemaOf } from '../../domain/events.ts'
import { definitions as sagaEvents } from '../../domain/shared/saga-events.ts'
import { aboutVariable } from '../../platform/config/load.ts'
import { variableNames } from '../../platform/config/schema.ts'
import { errorTable } from '../../platform/errors/table.ts'
import { groups } from '../../projections/groups.ts'
import { sagas } from '../../sagas/registry.ts'
import { routes } from '../../write-api/routes.ts'

type Named = { readonly name: string }

const byName = <Item extends Named>(items: readonly Item[]): readonly Item[] =>
  [...items].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))

const operations = () =>
  routes.map(({ document: { operationId, kind, tag, route, access, scope = null, status } }) => ({
    ...{ name: operationId, context: tag, kind, route, access, scope, status },
  }))

const eventsOf = (definitions: readonly { readonly type: string }[]) =>
  byName(definitions.map(({ type }) => ({ name: type, version: schemaOf(type) })))

const streams = () =>
  aggregates.map(({ category, definitions }) => ({ name: category, events: eventsOf(definitions) }))

const instances = () =>
  sagas.map(({ saga, effects }) => ({
    ...{ name: saga.name, version: saga.version, deadlineSeconds: saga.deadlineSeconds ?? null },
    routes: byName(
      Object.entries(saga.routes).map(([event, route]) => ({ name: event, ...route })),
    ),
    effects: [...effects].sort(),
  }))

const readModels = () =>
  groups.map(({ name, tables, projections }) => ({
    ...{ name, tables: [...tables].sort() },
    projections: projections.length,
  }))

const settings = () =>
  variableNames.map((name) => {
    const { description, fallback, secrecy } = aboutVariable(name)
    return { name, default: fallback ?? null, secrecy, description }
  })

/**
 * The whole shape of this build, from the code alone: no server is asked. Sorted by name, so that two builds can be
 * compared line by line.
 */
export const shapeOfBuild = () => ({
  contexts: [...new Set(routes.map(({ document: { tag } }) => tag))].sort(),
  operations: byName(operations()),
  streams: byName(streams()),
  sagaEvents: eventsOf(sagaEvents),
  groups: byName(readModels()),
  sagas: byName(instances()),
  settings: byName(settings()),
  errors: byName(
    Object.entries(errorTable).map(([name, { status, title, retryable }]) => ({
      ...{ name, status, title, retryable },
    })),
  ),
  operatorActions: byName(Object.entries(actionTable).map(([name, rule]) => ({ name, ...rule }))),
})
export type BuildShape = ReturnType<typeof shapeOfBuild>
