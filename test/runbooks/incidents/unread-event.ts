import { connectEventStore } from '../../../platform/event-store/connect.ts'
import { newId } from '../../../platform/ids/ids.ts'
import { listQuarantine } from '../../../projections/quarantine/ask.ts'
import { listLetters } from '../../../ops/hub/saga-rows.ts'
import { meta } from '../../kit/given-when-then/meta.ts'
import { eventually } from '../../servers/eventually.ts'
import type { Raise } from '../incident.ts'
import type { World } from '../world.ts'

const deviceId = newId()
const source = `device-${deviceId}`
const saga = `deviceScheduling-${deviceId}`

/** A device of a version of the hub that is still to come: neither rows nor sagas of today can take it. */
const append = async ({ environment }: World): Promise<void> => {
  const eventStore = connectEventStore(environment['QHUB_EVENTSTORE_URL'] ?? '')
  const metadata = {
    ...{ $correlationId: newId(), $causationId: newId(), commandId: newId(), inputHash: 'x' },
    ...{ actor: meta.actor, occurredAt: meta.now, schema: 99 },
  }
  const event = { id: newId(), type: 'DeviceRegistered', data: { deviceId }, metadata }
  await eventStore.append(source, [event], 'no-stream')
  await eventStore.close()
}

const waitingLetters = async ({ stage: { hub } }: World) =>
  (await listLetters(hub.connections.postgres.db, 100)).filter(({ stream }) => stream === saga)

export const unreadEvent: Readonly<Record<'saga' | 'rows', Raise>> = {
  saga: async (world) => {
    await append(world)
    const letter = await eventually(async () => (await waitingLetters(world))[0])
    return {
      variables: { STREAM: saga, ID: letter.id },
      left: async () => (await waitingLetters(world)).map(({ stream }) => `${stream} is parked`),
    }
  },
  rows: async ({ stage: { hub } }) => {
    const { pool } = hub.connections.postgres
    await eventually(async () => (await listQuarantine(pool, source))[0])
    return {
      variables: { STREAM: source },
      left: async () => (await listQuarantine(pool)).map(({ stream }) => `${stream} waits`),
    }
  },
}
