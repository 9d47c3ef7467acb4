import { creationKey, creationOrder } from '../../pagination/creation.ts'
import { takePage } from '../../pagination/keyset.ts'
import { pageOf, pageRequest, pageSize } from '../../pagination/page.ts'
import { builder } from '../../schema/builder.ts'
import { ModelErrors, ModelEvaluation, ModelLineage } from './parts.ts'
import { versionColumns } from './reads.ts'
import { Model, ModelVersion, ModelVersionConnection, type VersionView } from './refs.ts'

const order = creationOrder('model.versions')

const ModelVersionStatus = builder.enumType('ModelVersionStatus', {
  description: 'How far a version is.',
  values: {
    TRAINING: { description: 'It is being made.' },
    TRAINED: { description: 'It is there, and was judged.' },
    FAILED: { description: 'Nothing came of it.' },
  },
})

Model.implement({
  description: 'An AI model of the hub.',
  fields: (t) => ({
    modelId: t.exposeID('model_id', { description: 'The hub’s id of it.' }),
    name: t.exposeString('name', { description: 'Its name.' }),
    kind: t.exposeString('kind', { description: 'What it answers: `QUEUE_TIME`.' }),
    description: t.exposeString('description', { description: 'In words.' }),
    promotedVersion: t.exposeInt('promoted_version', {
      nullable: true,
      description: 'The version in use; null while there is none.',
    }),
    registeredAt: t.expose('registered_at', { type: 'DateTime', description: 'Since when.' }),
    versions: t.connection(
      {
        type: ModelVersion,
        description: 'Its versions, the newest first.',
        complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
        resolve: async ({ model_id }, args, { view: { db } }) => {
          const page = pageRequest(args, order, 'DESC')
          const all = db.selectFrom('model_versions').select(versionColumns)
          const rows = await takePage(all.where('model_id', '=', model_id), page).execute()
          return pageOf<VersionView>(rows, page, creationKey)
        },
      },
      ModelVersionConnection,
    ),
  }),
})

ModelVersion.implement({
  description: 'A version of a model: what it was made of, and how good it is.',
  fields: (t) => ({
    version: t.exposeInt('version', { description: 'Counted from 1.' }),
    status: t.field({
      type: ModelVersionStatus,
      description: 'How far it is.',
      resolve: ({ status }) => status,
    }),
    algorithm: t.exposeString('algorithm', { description: '`RIDGE` or `BOOSTED_TREES`.' }),
    sha256: t.exposeString('sha256', {
      nullable: true,
      description: 'Of its artifact; null until it is trained.',
    }),
    lineage: t.field({
      ...{ type: ModelLineage, nullable: true },
      description: 'What it was made of; null until it is trained.',
      resolve: ({ lineage }) => lineage,
    }),
    evaluation: t.field({
      ...{ type: ModelEvaluation, nullable: true },
      description: 'How good it was when it was last judged; null until it is trained.',
      resolve: ({ evaluation }) => evaluation,
    }),
    comparedWith: t.int({
      nullable: true,
      description: 'The version that was in use then; null when none was.',
      resolve: ({ incumbent }) => incumbent?.version ?? null,
    }),
    errorsOfCompared: t.field({
      ...{ type: ModelErrors, nullable: true },
      description: 'The errors of that version over the same waits.',
      resolve: ({ incumbent }) => incumbent?.errors ?? null,
    }),
    promotedAt: t.expose('promoted_at', {
      ...{ type: 'DateTime', nullable: true },
      description: 'When it was taken into use; null when it never was.',
    }),
    failure: t.string({
      nullable: true,
      description: 'Why its training, or its last evaluation, came to nothing.',
      resolve: ({ failure }) => failure?.detail ?? null,
    }),
    requestedAt: t.expose('requested_at', { type: 'DateTime', description: 'Since when.' }),
  }),
})
