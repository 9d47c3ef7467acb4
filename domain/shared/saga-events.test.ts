import t from 'tap'
import { decodeEvent, schemaOf } from '../events.ts'

const instance = { saga: 'deviceScheduling', instance: 'one' }
const inputId = '00000000-0000-4000-8000-000000000001'
const online = { deviceId: inputId, at: '2026-01-01T12:00:00.000Z' }

t.test('an input that was kept without its version was in the first', async (t) => {
  const input = { type: 'DeviceWentOnline', data: online }
  const data = { ...instance, inputId, input }
  const read = decodeEvent({ type: 'SagaInputReceived', data, metadata: { schema: 1 } })
  const withVersion = { ...input, schema: schemaOf('DeviceWentOnline') }
  t.strictSame(read.data, { ...data, input: withVersion })
})
