import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { NotStarted, startChild, type Child } from '../process/child.ts'
import { keep, type Kept } from '../process/keep.ts'
import { lastPortOf } from './run.ts'

export type PaymentsAddress = { readonly url: string; readonly port: number }

export type StartPaymentsOptions = {
  readonly dataDir: string
  /** 0 lets the system choose; left out, the port of the directory's last run is asked for again. */
  readonly port?: number
  /** The first pause after a notice that was not received. */
  readonly retryMs?: number
  /** How long another process may take to leave the directory. Default 10 s: one that was killed still has it for a moment. */
  readonly patienceMs?: number
}

/** From source this is main.ts, in the build main.js. */
const main = fileURLToPath(new URL(`./main${extname(import.meta.url)}`, import.meta.url))

const read = (said: object): PaymentsAddress | undefined =>
  'url' in said && 'port' in said && typeof said.url === 'string' && typeof said.port === 'number'
    ? { url: said.url, port: said.port }
    : undefined

const name = 'the payment simulator'

const start = (
  { dataDir, retryMs = 1_000, patienceMs = 10_000 }: StartPaymentsOptions,
  port: number,
): Promise<Child<PaymentsAddress>> =>
  startChild({
    name,
    main,
    args: [
      ...['--data-dir', dataDir, '--port', String(port), '--retry-ms', String(retryMs)],
      ...['--patience-ms', String(patienceMs), '--with-parent'],
    ],
    read,
  })

/** Starts the payment simulator of a directory. A port of its last run that somebody else has taken is replaced. */
export const startPayments = async (
  options: StartPaymentsOptions,
): Promise<Child<PaymentsAddress>> => {
  if (options.port !== undefined) return start(options, options.port)
  const last = lastPortOf(options.dataDir)
  try {
    return await start(options, last)
  } catch (error) {
    if (last === 0 || !(error instanceof NotStarted) || error.code !== 'EADDRINUSE') throw error
    return start(options, 0)
  }
}

/** Starts it, and starts it again on its port whenever it dies. */
export const keepPayments = async (
  options: StartPaymentsOptions & { readonly onTrouble?: (text: string) => void },
): Promise<Kept<PaymentsAddress>> => {
  const first = await startPayments(options)
  const again = () => start(options, first.ready.port)
  return keep(name, first, again, options.onTrouble ?? (() => undefined))
}
