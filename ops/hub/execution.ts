import { join } from 'node:path'
import type { Config } from '../../platform/config/schema.ts'
import { createSimulatorProvider } from '../../platform/providers/simulator/provider.ts'
import { createSimulator, type Simulator } from '../../platform/providers/simulator/simulator.ts'
import type { ProviderRegistry } from '../../sagas/runtime/effects.ts'

/** What reads circuits and what runs them. */
export type Execution = {
  readonly simulator: Simulator
  /** Opened by the role that dispatches; a provider resumes what it had accepted. */
  readonly providers: () => Promise<ProviderRegistry>
  readonly close: () => Promise<void>
}

/** The same simulator, that no run occupies for longer than the hub allows, whatever its device does. */
export const bounded = (
  { run }: Pick<Simulator, 'run'>,
  longestSeconds: number,
): Pick<Simulator, 'run'> => ({
  run: (request, options) =>
    run({ ...request, deadlineMs: Math.min(request.deadlineMs, longestSeconds * 1000) }, options),
})

export const createExecution = async (config: Config): Promise<Execution> => {
  const simulator = createSimulator({
    threads: config.simulatorThreads,
    qubits: config.simulatorMaxQubits,
  })
  let closeProvider = (): Promise<void> => Promise.resolve()
  return {
    simulator,
    providers: async () => {
      const provider = await createSimulatorProvider({
        simulator: bounded(simulator, config.simulatorDeadlineSeconds),
        directory: join(config.dataDir, 'simulator'),
      })
      closeProvider = provider.close
      return (name) => {
        if (name !== provider.name) throw new Error(`no provider is called ${name}`)
        return provider
      }
    },
    close: async () => {
      await closeProvider()
      await simulator.close()
    },
  }
}
