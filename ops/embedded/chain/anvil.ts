import { findAnvil } from './binary.ts'
import { startGuarded } from '../postgres/guarded-process.ts'

export type AnvilOptions = {
  /** 0 lets the system choose. */
  readonly port?: number
  readonly chainId?: number
  /** Where the chain is kept while nothing runs; absent: nowhere. */
  readonly stateFile?: string
  /** Leave a transaction waiting until somebody mines. */
  readonly noMining?: boolean
}

export type Anvil = {
  readonly url: string
  readonly stop: () => Promise<void>
  readonly ended: Promise<void>
}

const listening = /^Listening on (\S+)/

const argumentsOf = (options: AnvilOptions): readonly string[] => [
  ...['--host', '127.0.0.1', '--port', String(options.port ?? 0)],
  ...['--chain-id', String(options.chainId ?? 31_337)],
  // A block is safe when one stands on it, and final when two do.
  ...['--slots-in-an-epoch', '1'],
  // Rules of one year, whatever a newer anvil would begin with.
  ...['--hardfork', 'cancun'],
  ...(options.noMining === true ? ['--no-mining'] : []),
  ...(options.stateFile === undefined
    ? []
    : ['--state', options.stateFile, '--state-interval', '5']),
]

/** Starts a node of an Ethereum chain of its own. It ends with this process, however that ends, and keeps its state. */
export const startAnvil = async (options: AnvilOptions = {}): Promise<Anvil> => {
  let address = ''
  const started = await startGuarded({
    command: findAnvil(),
    args: argumentsOf(options),
    ready: listening,
    deadlineMs: 30_000,
    onLine: (line) => {
      address = listening.exec(line)?.[1] ?? address
    },
  })
  return { url: `http://${address}`, ...started }
}
