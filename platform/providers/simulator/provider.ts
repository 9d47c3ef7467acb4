import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  isTerminal,
  ProviderTimeout,
  type CancelOutcome,
  type Provider,
  type RunFailure,
  type RunPhase,
  type RunSnapshot,
  type Submission,
  type SubmitOutcome,
} from '../port.ts'
import { deviceError, faultOf, shotsUnder } from './runs/faults.ts'
import { createFeed, type Feed } from './runs/feed.ts'
import {
  fingerprintOf,
  newRecord,
  snapshotOf,
  type RunEnding,
  type RunRecord,
} from './runs/run-record.ts'
import { openRunStore } from './runs/run-store.ts'
import type { RunOutcome, Simulator } from './simulator.ts'

export type SimulatorProviderOptions = {
  readonly simulator: Pick<Simulator, 'run'>
  /** Where the runs are kept; one process per directory. */
  readonly directory: string
  /** Waits out the delay of a SLOW fault. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>
}

type ActiveRun = {
  record: RunRecord
  /** Writes of one run go one after the other, so that the latest is what stays. */
  written: Promise<void>
  readonly feed: Feed
  readonly stop: AbortController
}

const refused = (code: string, message: string): SubmitOutcome => ({
  kind: 'refused',
  failure: { code, message, faultDomain: 'USER', retriable: false },
})

const refusalOf = ({ shots, device }: Submission): SubmitOutcome | undefined =>
  Number.isInteger(shots) && shots >= 1 && shots <= device.maxShots
    ? undefined
    : refused('SHOTS_OUT_OF_RANGE', `the device takes 1 to ${device.maxShots} shots, not ${shots}`)

const unused = { shots: 0, qpuSeconds: 0 }

const failureOf = (outcome: RunFailure): RunFailure => {
  const { code, message, faultDomain, retriable, line, column } = outcome
  const place = line === undefined || column === undefined ? {} : { line, column }
  return { code, message, faultDomain, retriable, ...place }
}

/**
 * How the run ends, after `qpuSeconds` on the device; `undefined` when the simulator was shut down under it, so that
 * it goes on at the next start. What our own faults consumed is not usage.
 */
const endingOf = (outcome: RunOutcome, qpuSeconds: number): RunEnding | undefined => {
  switch (outcome.kind) {
    case 'completed': {
      const { result } = outcome
      const usage = { shots: result.shots, qpuSeconds: result.executionSeconds }
      return { state: 'COMPLETED', result, usage }
    }
    case 'failed': {
      if (outcome.code === 'SIMULATOR_CLOSED') return undefined
      const usage = outcome.faultDomain === 'USER' ? { shots: 0, qpuSeconds } : unused
      return { state: 'FAILED', failure: failureOf(outcome), usage }
    }
    case 'cancelled':
      return { state: 'CANCELLED', usage: { shots: 0, qpuSeconds } }
    default:
      return outcome satisfies never
  }
}

/**
 * The simulator as a vendor: accepted runs are kept on disk, survive a kill, and are taken up again by the provider
 * itself at the next start. The same seed gives the same result, so that nobody can tell.
 */
export const createSimulatorProvider = async (
  options: SimulatorProviderOptions,
): Promise<Provider> => {
  const { simulator, directory } = options
  const wait = options.sleep ?? ((ms, signal) => sleep(ms, undefined, { signal }))
  const store = await openRunStore(directory)
  const active = new Map<string, ActiveRun>()
  const accepting = new Map<string, Promise<SubmitOutcome>>()
  const executing = new Set<Promise<void>>()
  let closing = false

  const save = (run: ActiveRun, write: (record: RunRecord) => Promise<void>): Promise<void> => {
    const saved = run.written.then(() => write(run.record))
    run.written = saved.catch(() => undefined)
    return saved
  }

  const execute = async (run: ActiveRun): Promise<RunEnding | undefined> => {
    const { submission } = run.record
    const { signal } = run.stop
    if (run.record.cancelRequested) return { state: 'CANCELLED', usage: unused }
    let entered: number | undefined
    const enter = (phase: RunPhase): void => {
      if (phase === 'EXECUTING_QPU') entered = performance.now()
      run.feed.publish(snapshotOf(run.record, phase))
    }
    run.record = { ...run.record, executions: run.record.executions + 1 }
    await save(run, store.update)
    const fault = faultOf(submission)
    if (fault?.kind === 'SLOW') {
      enter('WAITING_QPU')
      await wait(fault.delayMs, signal).catch(() => undefined)
    }
    if (fault?.kind === 'DEVICE_ERROR' && !signal.aborted) {
      enter('EXECUTING_QPU')
      return { state: 'FAILED', failure: deviceError, usage: unused }
    }
    const { program, inputs, seed, deadlineMs, device, noise, calibration } = submission
    const shots = shotsUnder(fault, submission.shots)
    const given = inputs === undefined ? {} : { inputs }
    const request = { program, ...given, seed, deadlineMs, shots, qubits: device.qubits }
    const noisy = noise && calibration !== undefined ? { ...request, calibration } : request
    const outcome = await simulator.run(noisy, { signal, onPhase: enter })
    return endingOf(outcome, entered === undefined ? 0 : (performance.now() - entered) / 1000)
  }

  const finish = async (run: ActiveRun): Promise<void> => {
    const ending = await execute(run)
    if (
      ending !== undefined &&
      !(closing && ending.state === 'CANCELLED' && !run.record.cancelRequested)
    ) {
      run.record = { ...run.record, ending }
      await save(run, store.finish)
      run.feed.publish(snapshotOf(run.record))
    }
    active.delete(run.record.submission.clientToken)
    run.feed.close()
  }

  const start = (record: RunRecord): void => {
    const run: ActiveRun = {
      record,
      written: Promise.resolve(),
      feed: createFeed(snapshotOf(record)),
      stop: new AbortController(),
    }
    active.set(record.submission.clientToken, run)
    const execution = finish(run)
      .catch((error: unknown) => {
        // The disk failed us: the run stays on record and is taken up again at the next start.
        active.delete(record.submission.clientToken)
        run.feed.close()
        process.emitWarning(error instanceof Error ? error : String(error))
      })
      .finally(() => executing.delete(execution))
    executing.add(execution)
  }

  const accept = async (submission: Submission): Promise<SubmitOutcome> => {
    const { clientToken } = submission
    const known = active.get(clientToken)?.record ?? (await store.find(clientToken))
    if (known !== undefined) {
      return known.fingerprint === fingerprintOf(submission)
        ? { kind: 'accepted', providerJobId: known.providerJobId }
        : refused('CLIENT_TOKEN_REUSED', 'this client token belongs to another submission')
    }
    const refusal = refusalOf(submission)
    if (refusal !== undefined) return refusal
    const record = newRecord(submission)
    await store.accept(record)
    start(record)
    if (faultOf(submission)?.kind === 'LOST_REPLY')
      throw new ProviderTimeout('no answer within the time limit')
    return { kind: 'accepted', providerJobId: record.providerJobId }
  }

  const submit = async (submission: Submission): Promise<SubmitOutcome> => {
    if (closing) throw new ProviderTimeout('the provider is shutting down')
    const { clientToken } = submission
    // One at a time for each token, so that two calls at once can't both find it free.
    for (
      let other = accepting.get(clientToken);
      other !== undefined;
      other = accepting.get(clientToken)
    ) {
      await other.catch(() => undefined)
    }
    const own = accept(submission).finally(() => accepting.delete(clientToken))
    accepting.set(clientToken, own)
    return own
  }

  const find = async (clientToken: string): Promise<RunSnapshot | undefined> => {
    await accepting.get(clientToken)?.catch(() => undefined)
    const run = active.get(clientToken)
    if (run !== undefined) return run.feed.current()
    const record = await store.find(clientToken)
    return record === undefined ? undefined : snapshotOf(record)
  }

  const cancel = async (clientToken: string): Promise<CancelOutcome> => {
    const snapshot = await find(clientToken)
    if (snapshot === undefined) return { kind: 'not-found' }
    if (isTerminal(snapshot.state)) return { kind: 'already-terminal', state: snapshot.state }
    const run = active.get(clientToken)
    if (run?.record.ending === undefined && run !== undefined) {
      // Kept first: a kill between the two must not bring the run back to life.
      run.record = { ...run.record, cancelRequested: true }
      await save(run, store.accept)
      run.stop.abort()
    }
    return { kind: 'cancelling' }
  }

  async function* watch(
    clientToken: string,
    { signal }: { readonly signal?: AbortSignal } = {},
  ): AsyncGenerator<RunSnapshot, void, void> {
    await accepting.get(clientToken)?.catch(() => undefined)
    const run = active.get(clientToken)
    if (run !== undefined) {
      yield* run.feed.follow(signal)
      return
    }
    const record = await store.find(clientToken)
    if (record !== undefined) yield snapshotOf(record)
  }

  const close = async (): Promise<void> => {
    closing = true
    for (const { stop } of active.values()) stop.abort()
    await Promise.all(executing)
  }

  for (const record of await store.unfinished()) start(record)
  return { name: 'simulator', submit, find, cancel, watch, close }
}
