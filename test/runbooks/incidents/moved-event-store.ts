import { join } from 'node:path'
import { hostOf } from '../../../ops/cli/store/directory.ts'
import { startEventStore } from '../../../ops/embedded/event-store/start.ts'
import { logIn } from '../../../ops/client/sign-up.ts'
import type { Raise } from '../incident.ts'

/** A new event store stands there, empty, and the log shall go to it. */
export const movedEventStore: Raise = async ({ directory, environment, stage, atClose }) => {
  const moved = await startEventStore({ dataDir: join(directory, 'moved'), port: 0 })
  atClose(moved.stop)
  return {
    variables: {
      OLD_LOG: environment['QHUB_EVENTSTORE_URL'] ?? '',
      NEW_LOG: moved.connectionString,
      NEW_HOST: hostOf(moved.connectionString),
      MOVE: join(directory, 'move'),
    },
    left: async () => {
      await logIn(stage.http, 'early', 'early@example.org')
      return []
    },
  }
}
