import {
  ProviderTimeout,
  type Provider,
  type RunResult,
  type RunSnapshot,
} from '../../platform/providers/port.ts'
import { failureOf, resultOf } from './jobs.ts'

/** Chooses: a whole number from 0 to `n - 1`. */
export type Choose = (n: number) => number

const runResult = (shots: number): RunResult => {
  const { histogram: _, ...rest } = resultOf(shots)
  return { ...rest, counts: { '00': shots }, registers: [{ name: 'c', size: 2, counts: {} }] }
}

/**
 * A provider that keeps the contract of the port and is otherwise as bad as it may be: loses replies before or after it
 * acted, refuses, fails, cancels by itself, forgets runs.
 */
export const unreliableProvider = (choose: Choose) => {
  const runs = new Map<string, RunSnapshot>()
  const cancelling = new Set<string>()
  const shotsOf = new Map<string, number>()
  const endOf = (clientToken: string, shots: number): RunSnapshot => {
    const base = { clientToken, providerJobId: `run-${clientToken}`, rawState: 'ended' }
    const used = { shots: choose(2) * shots, qpuSeconds: choose(3) }
    if (cancelling.has(clientToken) || choose(8) === 0)
      return { ...base, state: 'CANCELLED', usage: used }
    const faultDomain = (['USER', 'PLATFORM', 'PROVIDER'] as const)[choose(3)] ?? 'USER'
    if (choose(4) === 0)
      return { ...base, state: 'FAILED', usage: used, failure: failureOf(faultDomain) }
    const usage = { shots, qpuSeconds: 1 }
    return { ...base, state: 'COMPLETED', usage, result: runResult(shots) }
  }
  const provider: Provider = {
    name: 'simulator',
    submit: async ({ clientToken, shots }) => {
      const providerJobId = `run-${clientToken}`
      if (runs.has(clientToken)) return { kind: 'accepted', providerJobId }
      if (choose(6) === 0) throw new ProviderTimeout('the question was lost')
      if (choose(8) === 0) return { kind: 'refused', failure: failureOf('USER') }
      runs.set(clientToken, { clientToken, providerJobId, rawState: 'queued', state: 'QUEUED' })
      shotsOf.set(clientToken, shots)
      if (choose(6) === 0) throw new ProviderTimeout('the answer was lost')
      return { kind: 'accepted', providerJobId }
    },
    find: async (clientToken) => {
      if (choose(5) === 0) throw new Error('the provider cannot tell now')
      if (choose(15) === 0) runs.delete(clientToken)
      return runs.get(clientToken)
    },
    cancel: async (clientToken) => {
      const run = runs.get(clientToken)
      if (run === undefined) return { kind: 'not-found' }
      if (run.state !== 'QUEUED' && run.state !== 'RUNNING')
        return { kind: 'already-terminal', state: run.state }
      cancelling.add(clientToken)
      return { kind: 'cancelling' }
    },
    watch: async function* (clientToken) {
      const run = runs.get(clientToken)
      if (run === undefined) return
      yield run
      if (run.state !== 'QUEUED') return
      if (choose(10) === 0) throw new Error('the connection broke')
      yield { ...run, state: 'RUNNING', phase: 'EXECUTING_QPU' }
      const end = endOf(clientToken, shotsOf.get(clientToken) ?? 0)
      runs.set(clientToken, end)
      yield end
    },
    close: async () => undefined,
  }
  return provider
}
