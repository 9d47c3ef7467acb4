import type { ProgramInputs } from '../../domain/jobs/program-inputs.ts'
import type { Diagnostic } from '../providers/simulator/language/diagnostic.ts'
import { defaultProgramLimits, hardQubitLimit } from '../providers/simulator/language/limits.ts'
import { createPool, type PoolOutcome } from '../threads/pool.ts'
import { startWorker } from '../threads/start-worker.ts'
import type { DeviceGraph } from './coupling.ts'
import type { OptimiseOptions, OptimiseOutcome } from './optimise.ts'
import type { CircuitAnswer, CircuitTask, Profiled } from './task.ts'

export type NotDone =
  | { readonly kind: 'invalid'; readonly diagnostic: Diagnostic }
  /** It takes too long, or too much memory. */
  | { readonly kind: 'too-large'; readonly reason: string }
  | { readonly kind: 'failed'; readonly message: string }

type Asked = Pick<OptimiseOptions, 'basis' | 'fromGround'>

/** Rewrites circuits and measures them, beside the event loop and within limits. Never throws. */
export type CircuitDesk = {
  readonly optimise: (
    source: string,
    inputs: ProgramInputs,
    asked: Asked,
  ) => Promise<OptimiseOutcome | NotDone>
  readonly profile: (
    source: string,
    inputs: ProgramInputs,
    devices: readonly DeviceGraph[],
  ) => Promise<Profiled | NotDone>
  readonly close: () => Promise<void>
}

const resources = { maxOldGenerationSizeMb: 512, stackSizeMb: 8 }

type Unanswered = Exclude<PoolOutcome<CircuitAnswer>, { kind: 'answered' }>

const notDone = (outcome: Unanswered, deadlineMs: number): NotDone => {
  switch (outcome.kind) {
    case 'timed-out':
      return { kind: 'too-large', reason: `it takes longer than ${String(deadlineMs)} ms` }
    case 'out-of-memory':
      return { kind: 'too-large', reason: 'it takes more memory than a thread has' }
    case 'crashed':
      return { kind: 'failed', message: outcome.message.slice(0, 200) }
    case 'aborted':
    case 'closed':
      return { kind: 'failed', message: 'the hub is closing' }
    default:
      return outcome satisfies never
  }
}

export type DeskOptions = {
  readonly deadlineMs?: number
  /** State vectors up to so many qubits are compared. */
  readonly proofQubits?: number
}

export const createCircuitDesk = ({
  deadlineMs = 30_000,
  proofQubits = 16,
}: DeskOptions = {}): CircuitDesk => {
  const pool = createPool<CircuitTask, CircuitAnswer>(1, () =>
    startWorker('qhub-circuits', 'worker', import.meta.url, resources),
  )
  const limits = { ...defaultProgramLimits, qubits: hardQubitLimit }
  const ask = async (task: CircuitTask): Promise<CircuitAnswer | NotDone> => {
    const outcome = await pool.submit(task, { deadlineMs })
    return outcome.kind === 'answered' ? outcome.answer : notDone(outcome, deadlineMs)
  }
  return {
    optimise: async (source, inputs, asked) => {
      const options = { ...asked, proofQubits, proofWork: 4e8 }
      const answer = await ask({ kind: 'optimise', source, inputs, limits, options })
      if (answer.kind === 'optimisation') return answer.outcome
      return answer.kind === 'profiled' ? { kind: 'failed', message: 'another question' } : answer
    },
    profile: async (source, inputs, devices) => {
      const answer = await ask({ kind: 'profile', source, inputs, limits, devices })
      return answer.kind === 'optimisation'
        ? { kind: 'failed', message: 'another question' }
        : answer
    },
    close: pool.close,
  }
}
