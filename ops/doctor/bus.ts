import { connect, NatsError, StorageType, type NatsConnection } from 'nats'
import { eventStream } from '../../platform/bus/bus.ts'
import { natsTarget } from '../../platform/bus/nats-bus.ts'
import { bytesInWords } from '../progress/words.ts'
import { ok, warning, wrong, type Check, type Finding } from './finding.ts'

/** The server's code for a stream that is not there. */
const noStream: number = 10_059

const jetStream = async (connection: NatsConnection): Promise<readonly Finding[]> => {
  const version = `NATS ${connection.info?.version ?? 'of an unknown version'}`
  if (connection.info?.jetstream !== true)
    return [
      warning(
        `${version} has no JetStream: integration events are lost while nobody listens`,
        'start the server with --jetstream',
      ),
    ]
  const manager = await connection.jetstreamManager()
  try {
    const { state, config } = await manager.streams.info(eventStream.name)
    const line = `${version}: ${eventStream.name} holds ${state.messages} messages (${bytesInWords(state.bytes)}) in a ${config.storage}`
    return [
      config.storage === StorageType.Memory
        ? warning(`${line}: a restart forgets them`, `nats stream edit ${eventStream.name}`)
        : ok(line),
    ]
  } catch (error) {
    if (error instanceof NatsError && error.api_error?.err_code === noStream)
      return [wrong(`${version} has no stream ${eventStream.name}`, 'a start of the hub makes it')]
    throw error
  }
}

/** The bus, where it is a server. */
export const busCheck: Check = {
  name: 'nats',
  look: async ({ config: { natsUrl } }) => {
    if (natsUrl === undefined) return [ok('the bus is inside the process')]
    const target = natsTarget(natsUrl)
    const connection = await connect({ ...target, timeout: 3_000, reconnect: false })
    try {
      return await jetStream(connection)
    } finally {
      await connection.close()
    }
  },
}
