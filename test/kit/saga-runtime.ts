import { pino } from 'pino'
import type { Services } from '../../commands/shared/services.ts'
import type { Progress, ProgressStore } from '../../platform/checkpoint/progress.ts'
import { partitions } from '../../sagas/runtime/partition.ts'
import type { Patience } from '../../sagas/runtime/perform.ts'
import type { ProviderRegistry } from '../../sagas/runtime/effects.ts'
import type { AnySaga } from '../../sagas/runtime/registry.ts'
import { createRouter } from '../../sagas/runtime/router.ts'
import { together } from '../../sagas/runtime/together.ts'
import { createWorker } from '../../sagas/runtime/worker.ts'

export const everywhere: readonly number[] = Array.from({ length: partitions }, (_, n) => n)

const noProviders: ProviderRegistry = (name) => {
  throw new Error(`no provider is called ${name}`)
}

/** Progress that outlives a reader, in memory. */
export const memoryProgress = (): ProgressStore & {
  readonly of: (partition: number) => Progress
} => {
  const saved = new Map<number, Progress>()
  const of = (partition: number): Progress =>
    saved.get(partition) ?? { position: 'start', carried: [] }
  return {
    of,
    load: async (partition) => of(partition),
    save: async (progress) => {
      for (const [partition, each] of progress) saved.set(partition, each)
    },
  }
}

export type RuntimeOptions = {
  readonly providers?: ProviderRegistry
  readonly patience?: Patience
  readonly routerProgress?: ProgressStore
  readonly workerProgress?: ProgressStore
}

/** Router and worker of these sagas, as the hub runs them, in one process with all partitions; the answer ends them. */
export const runSagas = (
  services: Services,
  sagas: readonly AnySaga[],
  {
    providers = noProviders,
    patience,
    routerProgress = memoryProgress(),
    workerProgress = memoryProgress(),
  }: RuntimeOptions = {},
): (() => Promise<void>) => {
  const logger = pino({ level: 'silent' })
  const stopping = new AbortController()
  const router = createRouter(services, sagas, routerProgress, logger)
  const ports = { services, progress: workerProgress, logger }
  const worker = createWorker(patience === undefined ? ports : { ...ports, patience }, sagas)
  const ended = together(
    stopping.signal,
    ...everywhere.flatMap((partition) => [
      (signal: AbortSignal) => router.join(partition, signal),
      (signal: AbortSignal) => worker.join(partition, providers, signal),
    ]),
  )
  return async () => {
    stopping.abort()
    await ended
  }
}
