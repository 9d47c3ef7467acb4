import type { ModelRow, ModelVersionRow } from '../../../projections/agents/models/tables.ts'
import { builder } from '../../schema/builder.ts'
import type { versionColumns } from './reads.ts'

export type VersionView = Pick<ModelVersionRow, (typeof versionColumns)[number]>

export const Model = builder.objectRef<ModelRow>('Model')
export const ModelVersion = builder.objectRef<VersionView>('ModelVersion')

export const ModelConnection = builder.connectionObject(
  { type: Model, name: 'ModelConnection', description: 'A page of models.' },
  { name: 'ModelEdge', description: 'One of the models, with its place in the list.' },
)
export const ModelVersionConnection = builder.connectionObject(
  { type: ModelVersion, name: 'ModelVersionConnection', description: 'A page of versions.' },
  { name: 'ModelVersionEdge', description: 'One of the versions, with its place in the list.' },
)
