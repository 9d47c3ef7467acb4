import { isCommandError, type EventStoreDBClient } from '@eventstore/db-client'
import { status } from '@grpc/grpc-js'

/** Why projections can't be tried on a node; false when they can. Any other trouble is thrown. */
export const projectionsOff = async (client: EventStoreDBClient): Promise<string | false> => {
  try {
    await client.listProjections()
    return false
  } catch (error) {
    if (error instanceof Error && isCommandError(error) && error.code === status.UNIMPLEMENTED) {
      return 'the node given runs no projections'
    }
    throw error
  }
}
