import { availableParallelism } from 'node:os'
import type { ProgramInputs } from '../../../domain/jobs/program-inputs.ts'
import type { Calibration } from '../../../domain/devices/calibration.ts'
import type { RunFailure, RunPhase, RunResult } from '../port.ts'
import { defaultExecutionLimits } from './engine/execute.ts'
import type { Diagnostic } from './language/diagnostic.ts'
import type { CircuitFacts } from './language/facts.ts'
import { defaultProgramLimits, hardQubitLimit } from './language/limits.ts'
import { createPool, type PoolOutcome } from '../../threads/pool.ts'
import { startSimulatorThread } from './runtime/start-thread.ts'
import type { Answer, Task } from './runtime/tasks.ts'

export type SimulatorOptions = {
  /** Threads for runs; analyses have one of their own, so that a long run never holds up a quote. */
  readonly threads?: number
  /** 20 by default, 24 at most: a state takes 16 bytes times 2^qubits. */
  readonly qubits?: number
  /** Bytes of state vectors that one run may hold at one time. */
  readonly stateBytes?: number
  /** JavaScript heap of one thread; state vectors lie outside of it. */
  readonly heapMb?: number
  readonly analysisDeadlineMs?: number
}

export type RunRequest = {
  readonly program: string
  /** Values of the program's `input` declarations. */
  readonly inputs?: ProgramInputs
  readonly shots: number
  readonly seed: string
  /** Of the device, when it has fewer qubits than the simulator. */
  readonly qubits?: number
  /** Shapes readout and gate errors; without one the run is ideal. */
  readonly calibration?: Calibration
  readonly deadlineMs: number
}

export type AnalyseOutcome =
  | { readonly kind: 'ok'; readonly facts: CircuitFacts }
  | { readonly kind: 'invalid'; readonly diagnostic: Diagnostic }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }

export type RunOutcome =
  | { readonly kind: 'completed'; readonly result: RunResult }
  | ({ readonly kind: 'failed' } & RunFailure)
  | { readonly kind: 'cancelled' }

export type AnalyseOptions = { readonly inputs?: ProgramInputs; readonly signal?: AbortSignal }

export type Simulator = {
  /** Reads a program without running it. Never throws. */
  readonly analyse: (source: string, options?: AnalyseOptions) => Promise<AnalyseOutcome>
  /** Runs a program. The same request gives the same counts. Never throws. */
  readonly run: (
    request: RunRequest,
    options?: { readonly signal?: AbortSignal; readonly onPhase?: (phase: RunPhase) => void },
  ) => Promise<RunOutcome>
  /** Ends all threads; what still ran answers as failed with SIMULATOR_CLOSED. */
  readonly close: () => Promise<void>
}

export const maximumShots = 1_000_000

const userFailure = (code: string, message: string): RunFailure => ({
  code,
  message,
  faultDomain: 'USER',
  retriable: false,
})

const platformFailure = (code: string, message: string): RunFailure => ({
  code,
  message,
  faultDomain: 'PLATFORM',
  retriable: true,
})

type Unanswered = Exclude<PoolOutcome<Answer>, { kind: 'answered' } | { kind: 'aborted' }>

const failureOf = (outcome: Unanswered, deadlineMs: number): RunFailure => {
  switch (outcome.kind) {
    case 'timed-out':
      return userFailure('EXECUTION_TIME_LIMIT', `the run took longer than its ${deadlineMs} ms`)
    case 'out-of-memory':
      return userFailure('EXECUTION_MEMORY_LIMIT', 'the run needed more memory than a thread has')
    case 'crashed':
      return platformFailure('ENGINE_CRASHED', outcome.message)
    case 'closed':
      return platformFailure('SIMULATOR_CLOSED', 'the simulator was shut down')
    default:
      return outcome satisfies never
  }
}

const unexpected = (kind: string): RunFailure =>
  platformFailure('ENGINE_CRASHED', `the engine answered '${kind}' to another question`)

/** On a slow machine a program meets the clock before it meets the limits: it is too large all the same. */
const tooMuchToRead = (kind: 'timed-out' | 'out-of-memory', deadlineMs: number): Diagnostic => ({
  code: 'QASM_TOO_LARGE',
  message:
    kind === 'timed-out'
      ? `unrolling takes longer than ${deadlineMs} ms`
      : 'unrolling takes more memory than a thread has',
  line: 1,
  column: 1,
})

export const createSimulator = (options: SimulatorOptions = {}): Simulator => {
  const qubits = Math.min(options.qubits ?? defaultProgramLimits.qubits, hardQubitLimit)
  const limits = { ...defaultProgramLimits, qubits }
  const execution = {
    ...defaultExecutionLimits,
    stateBytes: options.stateBytes ?? defaultExecutionLimits.stateBytes,
  }
  const resources = { maxOldGenerationSizeMb: options.heapMb ?? 1024, stackSizeMb: 8 }
  const start = () => startSimulatorThread(resources)
  const runs = createPool<Task, Answer, RunPhase>(options.threads ?? availableParallelism(), start)
  const analyses = createPool<Task, Answer, RunPhase>(1, start)
  const analysisDeadlineMs = options.analysisDeadlineMs ?? 10_000

  const analyse: Simulator['analyse'] = async (source, { signal, inputs = {} } = {}) => {
    const outcome = await analyses.submit(
      { kind: 'analyse', source, inputs, limits },
      { signal, deadlineMs: analysisDeadlineMs },
    )
    if (outcome.kind === 'aborted')
      return { kind: 'failed', code: 'CANCELLED', message: 'the analysis was cancelled' }
    if (outcome.kind === 'timed-out' || outcome.kind === 'out-of-memory')
      return { kind: 'invalid', diagnostic: tooMuchToRead(outcome.kind, analysisDeadlineMs) }
    if (outcome.kind !== 'answered') {
      const { code, message } = failureOf(outcome, analysisDeadlineMs)
      return { kind: 'failed', code, message }
    }
    const { answer } = outcome
    if (answer.kind === 'ok' || answer.kind === 'invalid') return answer
    const { code, message } = unexpected(answer.kind)
    return { kind: 'failed', code, message }
  }

  const run: Simulator['run'] = async (request, { signal, onPhase } = {}) => {
    const { program, inputs = {}, shots, seed, calibration, deadlineMs } = request
    if (!Number.isInteger(shots) || shots < 1 || shots > maximumShots) {
      return {
        kind: 'failed',
        ...userFailure('SHOTS_OUT_OF_RANGE', `shots are 1 to ${maximumShots}, not ${shots}`),
      }
    }
    const own = { ...limits, qubits: Math.min(qubits, request.qubits ?? qubits) }
    const outcome = await runs.submit(
      {
        kind: 'run',
        program,
        inputs,
        shots,
        seed,
        limits: own,
        execution,
        ...(calibration === undefined ? {} : { calibration }),
      },
      { signal, deadlineMs, onPhase },
    )
    if (outcome.kind === 'aborted') return { kind: 'cancelled' }
    if (outcome.kind !== 'answered') return { kind: 'failed', ...failureOf(outcome, deadlineMs) }
    const { answer } = outcome
    if (answer.kind === 'completed') return answer
    if (answer.kind === 'refused') {
      return { kind: 'failed', ...answer.refusal, faultDomain: 'USER', retriable: false }
    }
    return { kind: 'failed', ...unexpected(answer.kind) }
  }

  const close = async (): Promise<void> => {
    await Promise.all([runs.close(), analyses.close()])
  }

  return { analyse, run, close }
}
