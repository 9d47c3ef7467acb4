import type { Services } from '../../commands/shared/services.ts'
import type { Config } from '../../platform/config/schema.ts'
import type { Addressee } from '../../sagas/runtime/deliver.ts'
import type { Connections } from '../hub/connections.ts'
import { configOrExit } from './load.ts'

export type Attached = {
  readonly connections: Connections
  readonly services: Services
  /** The instance of a stream, or the end of the program with one line. */
  readonly instance: (stream: string) => Addressee
}

type Open = Attached & { readonly close: () => Promise<void> }

/** The ports of a hub that runs, for a program beside it. What they need is loaded now: help does without. */
export const openHub = async (config: Config): Promise<Open> => {
  const { openAttached } = await import('./open-attached.ts')
  return openAttached(config)
}

/** Does something beside a hub that runs, on its servers. */
export const attached = async (work: (hub: Attached) => Promise<void>): Promise<void> => {
  const hub = await openHub(configOrExit())
  try {
    await work(hub)
  } finally {
    await hub.close()
  }
}
