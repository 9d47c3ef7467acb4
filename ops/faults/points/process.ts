import { createInterface } from 'node:readline'
import { loadConfig } from '../../../platform/config/load.ts'
import type { Config } from '../../../platform/config/schema.ts'
import { createLogger } from '../../../platform/telemetry/logger.ts'
import { nothingAround, type AroundPorts } from '../../hub/around-ports.ts'
import { startHub, type Hub } from '../../hub/hub.ts'
import { bugs, isBug } from './bugs.ts'
import type { Operation } from './catalogue.ts'
import { createEdge, type Edge } from './edge.ts'
import { edgedLlm } from './llm.ts'
import { edgedBus, edgedCache, edgedEventStore, edgedProvider } from './ports.ts'
import { edgeReplies } from './replies.ts'
import { report, type Word } from './reports.ts'
import { watchConnections } from './sockets.ts'
import { edgeStatements } from './statements.ts'

/**
 * The process under test: the hub as `qhub start` runs it, with an edge around its ports at which it kills itself or meets
 * a fault, as it is told. It loads its modules and waits for the first word.
 */
const scissors = watchConnections()

const portOf = (url: string | undefined): number => Number(new URL(url ?? 'none://none:0').port)

/** The server behind an operation. */
const serverOf = (config: Config, operation: Operation): number => {
  const [server] = operation.split('.')
  switch (server) {
    case 'append':
      return portOf(config.eventstoreUrl)
    case 'postgres':
      return portOf(config.postgresUrl)
    case 'redis':
      return portOf(config.redisUrl)
    default:
      return portOf(config.natsUrl)
  }
}

const die = (): never => {
  process.kill(process.pid, 'SIGKILL')
  // Nobody gets here: the signal ends this thread on its way back from the kernel.
  for (;;);
}

const around = (edge: Edge, planted: AroundPorts): AroundPorts => ({
  connections: (given) =>
    planted.connections({
      ...given,
      eventStore: edgedEventStore(given.eventStore, edge),
      cache: edgedCache(given.cache, edge),
      bus: edgedBus(given.bus, edge),
      llm: edgedLlm(given.llm, edge),
    }),
  providers: (given) =>
    planted.providers({ ...given, registry: (name) => edgedProvider(given.registry(name), edge) }),
})

const loaded = loadConfig(process.env)
if (!loaded.ok) throw new Error(loaded.message)
const { config } = loaded
const edge = createEdge({
  fired: ({ number }) => report({ told: 'fired', point: number }),
  die,
  cut: (operation) => scissors.cut(serverOf(config, operation)),
  killStore: () => report({ told: 'kill-store' }),
})
edgeReplies(edge)
edgeStatements(edge)
const [bug = ''] = process.argv.slice(2)
const planted = isBug(bug) ? bugs[bug](config.dataDir) : nothingAround

const start = (): Promise<Hub> =>
  startHub(config, createLogger(config.logLevel), () => undefined, around(edge, planted))

let starting: Promise<Hub> | undefined
createInterface({ input: process.stdin }).on('line', (line) => {
  // Only the supervisor writes here.
  edge.arm((JSON.parse(line) as Word).arm)
  if (starting !== undefined) return
  starting = start()
  starting.then(
    () => report({ told: 'ready' }),
    (error: unknown) => {
      report({ told: 'failed', error: String(error) })
      process.exit(1)
    },
  )
})
process.on('SIGTERM', () => {
  void starting?.then((hub) => hub.drain()).then(() => process.exit(0))
  if (starting === undefined) process.exit(0)
})
report({ told: 'warm' })
