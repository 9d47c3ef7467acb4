import type { Logger } from 'pino'
import { startProjector } from '../../../projections/runner/projector.ts'
import type { Connections } from '../connections.ts'
import type { Running } from '../keep.ts'

/** Builds the read models from the log. It waits its turn among all projectors by itself. */
export const startProjectorRole = (
  { eventStore, postgres, postgresUrl, cache, bus, vault }: Connections,
  logger: Logger,
): Running => startProjector({ eventStore, postgres, postgresUrl, cache, bus, vault, logger })
