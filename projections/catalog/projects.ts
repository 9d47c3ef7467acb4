import { definitions, type ProjectEvent } from '../../domain/catalog/project.ts'
import { exhausted } from '../../domain/shared/values.ts'
import { existing, projectionOf, type Projected } from '../shared/projection.ts'
import type { RowRef, Rows, RowWrite } from '../shared/rows.ts'
import type { ProjectRow } from './tables.ts'

/** Projects and the circuits inside. */
export const projects = projectionOf({
  name: 'projects',
  definitions,
  touches: ({ data, revision }): readonly RowRef[] => {
    const { projectId: project_id } = data
    const project = { table: 'projects', key: { project_id }, isNew: revision === 0n } as const
    return 'circuitId' in data
      ? [project, { table: 'project_circuits', key: { project_id, circuit_id: data.circuitId } }]
      : [project]
  },
  apply: (event, rows) => {
    const { revision, position, data } = event
    const known = rows.get('projects', { project_id: data.projectId })
    const row =
      event.type === 'ProjectCreated'
        ? created(event)
        : { ...existing(known, event), ...changeOf(event), changed_at: new Date(data.at) }
    return [
      { do: 'put', table: 'projects', row: { ...row, revision, position } },
      ...circuitOf(event, rows),
    ]
  },
})

type Created = Extract<Projected<ProjectEvent>, { type: 'ProjectCreated' }>

const created = ({ data, revision, position }: Created): ProjectRow => ({
  project_id: data.projectId,
  organisation_id: data.organisationId,
  name: data.details.name,
  description: data.details.description,
  repository: data.details.repository ?? null,
  template: data.template ?? null,
  status: 'ACTIVE',
  app_id: null,
  created_at: new Date(data.at),
  changed_at: new Date(data.at),
  created_position: position,
  revision,
  position,
})

const changeOf = (
  event: Exclude<ProjectEvent, { type: 'ProjectCreated' }>,
): Partial<ProjectRow> => {
  switch (event.type) {
    case 'ProjectChanged': {
      const { name, description, repository } = event.data.details
      return { name, description, repository: repository ?? null }
    }
    case 'ProjectCircuitPut':
    case 'ProjectCircuitRemoved':
      return {}
    case 'ProjectReleased':
      return { app_id: event.data.appId }
    case 'ProjectArchived':
      return { status: 'ARCHIVED' }
    case 'ProjectRestored':
      return { status: 'ACTIVE' }
    default:
      return exhausted(event)
  }
}

const circuitOf = (event: Projected<ProjectEvent>, rows: Rows): readonly RowWrite[] => {
  if (event.type !== 'ProjectCircuitPut' && event.type !== 'ProjectCircuitRemoved') return []
  const { projectId: project_id, circuitId: circuit_id, at } = event.data
  const key = { project_id, circuit_id }
  if (event.type === 'ProjectCircuitRemoved')
    return [{ do: 'remove', table: 'project_circuits', key }]
  const { position } = event
  const { name, source, inputs, sourceHash: source_hash, facts } = event.data.circuit
  const created_position = rows.get('project_circuits', key)?.created_position ?? position
  const row = { ...key, name, source, inputs, source_hash, facts, created_position, position }
  return [{ do: 'put', table: 'project_circuits', row: { ...row, changed_at: new Date(at) } }]
}
