import { definitions, type ModelEvent } from '../../../domain/agents/models/model-events.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import { existing, projectionOf, type Projected } from '../../shared/projection.ts'
import type { RowRef } from '../../shared/rows.ts'
import type { ModelRow, ModelVersionRow } from './tables.ts'

/** Models with their versions. */
export const models = projectionOf({
  name: 'models',
  definitions,
  touches: (event): readonly RowRef[] => {
    const model_id = event.data.modelId
    const own = { table: 'models', key: { model_id } } as const
    if (event.type === 'ModelRegistered') return [{ ...own, isNew: true }]
    const { version } = event.data
    const isNew = event.type === 'ModelTrainingRequested'
    return [own, { table: 'model_versions', key: { model_id, version }, isNew }]
  },
  apply: (event, rows) => {
    const { revision, position } = event
    if (event.type === 'ModelRegistered')
      return [{ do: 'put', table: 'models', row: registered(event) }]
    const { modelId: model_id, version } = event.data
    const before = existing(rows.get('models', { model_id }), event)
    const promoted = event.type === 'ModelVersionPromoted' ? { promoted_version: version } : {}
    const row = { ...before, ...promoted, revision, position }
    const known = rows.get('model_versions', { model_id, version })
    const ofVersion =
      event.type === 'ModelTrainingRequested'
        ? asked(event)
        : { ...existing(known, event), ...changeOf(existing(known, event), event), position }
    return [
      { do: 'put', table: 'models', row },
      { do: 'put', table: 'model_versions', row: ofVersion },
    ]
  },
})

type Of<Type> = Extract<Projected<ModelEvent>, { type: Type }>

const registered = ({ data, revision, position }: Of<'ModelRegistered'>): ModelRow => ({
  model_id: data.modelId,
  name: data.name,
  kind: data.kind,
  description: data.description,
  promoted_version: null,
  registered_at: new Date(data.at),
  created_position: position,
  revision,
  position,
})

const asked = ({ data, position }: Of<'ModelTrainingRequested'>): ModelVersionRow => ({
  model_id: data.modelId,
  version: data.version,
  status: 'TRAINING',
  algorithm: data.algorithm,
  run_id: data.runId,
  sha256: null,
  artifact: null,
  lineage: null,
  evaluation: null,
  incumbent: null,
  comparison: null,
  promoted_at: null,
  failure: null,
  requested_at: new Date(data.at),
  created_position: position,
  position,
})

const changeOf = (
  before: ModelVersionRow,
  event: Exclude<ModelEvent, { type: 'ModelRegistered' | 'ModelTrainingRequested' }>,
): Partial<ModelVersionRow> => {
  switch (event.type) {
    case 'ModelVersionTrained': {
      const { artifact, sha256, lineage, evaluation, incumbent = null } = event.data
      return { status: 'TRAINED', artifact, sha256, lineage, evaluation, incumbent }
    }
    case 'ModelEvaluationRequested':
      return { run_id: event.data.runId, failure: null }
    case 'ModelVersionEvaluated': {
      const { evaluation, incumbent = null } = event.data
      return { evaluation, incumbent }
    }
    case 'ModelRunFailed': {
      const { code, detail } = event.data
      const status = before.status === 'TRAINING' ? 'FAILED' : before.status
      return { status, failure: { code, detail } }
    }
    case 'ModelVersionPromoted':
      return { comparison: event.data.comparison, promoted_at: new Date(event.data.at) }
    default:
      return exhausted(event)
  }
}
