import { creationOrder } from '../pagination/creation.ts'
import type { SortOrder } from '../pagination/keyset.ts'

export const deviceOrders = {
  REGISTERED_AT: {
    name: 'device.registered',
    columns: [{ column: 'created_position', type: 'bigint' }],
  },
  NAME: {
    name: 'device.name',
    columns: [
      { column: 'name', type: 'text' },
      { column: 'created_position', type: 'bigint' },
    ],
  },
  QUBITS: {
    name: 'device.qubits',
    columns: [
      { column: 'qubits', type: 'integer' },
      { column: 'created_position', type: 'bigint' },
    ],
  },
} as const satisfies Readonly<Record<string, SortOrder>>

export const calibrationOrder: SortOrder = {
  name: 'calibration.published',
  // Of the event that published it, which is never written again.
  columns: [{ column: 'position', type: 'bigint' }],
}

export const queueOrder = creationOrder('queue.entered')
