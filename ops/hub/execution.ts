import { join } from 'node:path'
import type { Config } from '../../platform/config/schema.ts'
import { createApps, type Apps } from './apps.ts'
import { createCircuitDesk, type CircuitDesk } from '../../platform/circuits/desk.ts'
import { createGuard, guarded, type GuardStatus } from '../../platform/providers/guard.ts'
import { createSimulatorProvider } from '../../platform/providers/simulator/provider.ts'
import { createSimulator, type Simulator } from '../../platform/providers/simulator/simulator.ts'
import type { ProviderRegistry } from '../../sagas/runtime/effects.ts'

/** Providers at work, until they are closed. */
export type OpenProviders = {
  readonly registry: ProviderRegistry
  readonly close: () => Promise<void>
}

/** What reads circuits and what runs them. */
export type Execution = {
  readonly simulator: Simulator
  readonly circuitDesk: CircuitDesk
  readonly apps: Apps['ports']
  /** For one worker of the partition at a time: a provider resumes what it had accepted from it. */
  readonly openProviders: (partition: number) => Promise<OpenProviders>
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

/** `onBreaker` hears when a provider is left alone, and when it answers again. */
export const createExecution = (
  config: Config,
  onBreaker: (provider: string, status: GuardStatus) => void,
): Execution => {
  const simulator = createSimulator({
    threads: config.simulatorThreads,
    qubits: config.simulatorMaxQubits,
  })
  const circuitDesk = createCircuitDesk()
  const apps = createApps(config, simulator)
  // One for the process, whatever partitions it holds.
  const guard = createGuard({
    provider: 'simulator',
    callsAtOnce: config.simulatorCallsAtOnce,
    callsPerSecond: config.simulatorCallsPerSecond,
    callSeconds: config.simulatorCallSeconds,
    breakerFailures: config.simulatorBreakerFailures,
    breakerSeconds: config.simulatorBreakerSeconds,
    onChange: (status) => onBreaker('simulator', status),
  })
  return {
    simulator,
    circuitDesk,
    apps: apps.ports,
    openProviders: async (partition) => {
      const provider = await createSimulatorProvider({
        simulator: bounded(simulator, config.simulatorDeadlineSeconds),
        directory: join(config.dataDir, 'simulator', partition.toString()),
      })
      const registry: ProviderRegistry = (name) => {
        if (name !== provider.name) throw new Error(`no provider is called ${name}`)
        return guarded(provider, guard)
      }
      return { registry, close: provider.close }
    },
    close: async () => {
      guard.close()
      await Promise.all([simulator.close(), circuitDesk.close(), apps.close()])
    },
  }
}
