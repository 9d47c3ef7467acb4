import type { QueueTimePrediction as Predicted } from '../../../domain/agents/models/queue-time/predict.ts'
import { builder } from '../../schema/builder.ts'
import { Device } from '../../schema/refs.ts'

const QueueTimeBasis = builder.enumType('QueueTimeBasis', {
  description: 'What a queue time follows from.',
  values: {
    MODEL: { description: 'The model in use says it.' },
    FREE_SLOT: { description: 'A slot is free, and nobody stands in line: that is no guess.' },
    NOT_ACCEPTING: { description: 'The device gives no slots now; nobody knows when it will.' },
    NO_MODEL: { description: 'No model is in use.' },
  },
})

type Shown = { readonly predicted: Predicted; readonly version?: number }

const secondsOf = ({ predicted }: Shown, member: 'seconds' | 'low' | 'high'): number | null =>
  'seconds' in predicted ? predicted[member] : null

const QueueTimePrediction = builder.objectRef<Shown>('QueueTimePrediction').implement({
  description: 'When a job would have its slot on a device, if it were submitted now.',
  fields: (t) => ({
    basis: t.field({
      type: QueueTimeBasis,
      description: 'What it follows from.',
      resolve: ({ predicted }) => predicted.basis,
    }),
    seconds: t.float({
      nullable: true,
      description: 'From now; null when that is not known.',
      resolve: (shown) => secondsOf(shown, 'seconds'),
    }),
    low: t.float({
      nullable: true,
      description: 'In eight cases of ten it was between this …',
      resolve: (shown) => secondsOf(shown, 'low'),
    }),
    high: t.float({
      nullable: true,
      description: '… and this.',
      resolve: (shown) => secondsOf(shown, 'high'),
    }),
    modelVersion: t.int({
      nullable: true,
      description: 'The version of the model that said so.',
      resolve: ({ version }) => version ?? null,
    }),
  }),
})

builder.objectField(Device, 'queueTimePrediction', (t) =>
  t.field({
    type: QueueTimePrediction,
    description:
      'When a job of yours would have its slot; signed out, that of somebody who has none here.',
    complexity: 3,
    resolve: async ({ device_id }, _, { view }) => {
      const grounds = await view.loaders.queueTimeGrounds.load(device_id)
      if (grounds === undefined) return { predicted: { basis: 'NO_MODEL' } as const }
      const { inUse, situation } = grounds
      const user = view.caller.kind === 'known' ? view.caller.principal.actor.id : ''
      const now = view.clock.now().getTime()
      const predicted = view.rules.predictQueueTime(inUse?.artifact, situation, user, now)
      return predicted.basis === 'MODEL' && inUse !== undefined
        ? { predicted, version: inUse.version }
        : { predicted }
    },
  }),
)
