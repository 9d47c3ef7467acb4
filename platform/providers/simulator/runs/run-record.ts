import { createHash } from 'node:crypto'
import { stringify } from 'safe-stable-stringify'
import type {
  RunFailure,
  RunPhase,
  RunResult,
  RunSnapshot,
  RunUsage,
  Submission,
} from '../../port.ts'

/** How a run ended. Written once. */
export type RunEnding =
  | { readonly state: 'COMPLETED'; readonly result: RunResult; readonly usage: RunUsage }
  | { readonly state: 'FAILED'; readonly failure: RunFailure; readonly usage: RunUsage }
  | { readonly state: 'CANCELLED'; readonly usage: RunUsage }

/** What the simulator keeps of a run, for ever: one file each. */
export type RunRecord = {
  readonly schema: 1
  readonly providerJobId: string
  readonly submission: Submission
  /** Of the submission: tells a repeated submit from another run under the same token. */
  readonly fingerprint: string
  /** How often a thread was given the run: above 1 only when the process died under it. It is billed once. */
  readonly executions: number
  readonly cancelRequested: boolean
  readonly ending?: RunEnding
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

export const tokenKey = (clientToken: string): string => sha256(clientToken)

export const fingerprintOf = (submission: Submission): string => sha256(stringify(submission))

export const newRecord = (submission: Submission): RunRecord => ({
  schema: 1,
  providerJobId: `sim-${tokenKey(submission.clientToken).slice(0, 24)}`,
  submission,
  fingerprint: fingerprintOf(submission),
  executions: 0,
  cancelRequested: false,
})

/** The run as its client sees it; `phase` only while it runs. */
export const snapshotOf = (record: RunRecord, phase?: RunPhase): RunSnapshot => {
  const { providerJobId, submission, ending } = record
  const base = { clientToken: submission.clientToken, providerJobId }
  if (ending !== undefined) return { ...base, rawState: ending.state.toLowerCase(), ...ending }
  return phase === undefined
    ? { ...base, rawState: 'queued', state: 'QUEUED' }
    : { ...base, rawState: `running:${phase.toLowerCase()}`, state: 'RUNNING', phase }
}
