import type { ProgramInputs } from '../../domain/jobs/program-inputs.ts'
import type { Calibration } from '../../domain/devices/calibration.ts'

/**
 * What the hub asks of whoever executes circuits. Every vendor, and our own simulator, stands behind it.
 * A client token names one run for ever: submitting it again answers the same run, and never bills a second one.
 */

export type FaultDomain = 'USER' | 'PLATFORM' | 'PROVIDER'
export type RunPhase = 'COMPILING' | 'WAITING_QPU' | 'EXECUTING_QPU' | 'POST_PROCESSING'

/** The bit order of every result: classical bit 0 rightmost, registers declared later to the left, no separator. */
export const bitOrder = 'CLBIT0_RIGHTMOST_LATER_REGISTERS_LEFT'
export type BitOrder = typeof bitOrder

/** Bit string -> how often it was seen. Keys are as wide as the register(s) they speak of. */
export type Counts = Readonly<Record<string, number>>

export type RegisterCounts = {
  readonly name: string
  readonly size: number
  readonly counts: Counts
}

export type RunResult = {
  readonly counts: Counts
  readonly registers: readonly RegisterCounts[]
  readonly bitOrder: BitOrder
  /** Successful shots: the sum of `counts`; below the number asked for when the device gave up early. */
  readonly shots: number
  readonly executionSeconds: number
  readonly engine: { readonly name: string; readonly version: string }
  /** sha-256, hex, of the program text; with the inputs, where there are any. */
  readonly programHash: string
  /** sha-256, hex, of the counts as JSON with sorted keys. */
  readonly resultHash: string
  readonly seed: string
}

export type RunFailure = {
  readonly code: string
  readonly message: string
  readonly faultDomain: FaultDomain
  /** Whether another attempt, unchanged, may succeed. */
  readonly retriable: boolean
  readonly line?: number
  readonly column?: number
}

export type RunUsage = { readonly shots: number; readonly qpuSeconds: number }

/** Misbehaviour on order, decided from the client token alone: the same token always meets the same fate. */
export type FaultPlan =
  | { readonly kind: 'DEVICE_ERROR'; readonly probability: number }
  /** The run is accepted, the answer is lost: `submit` throws, and only `find` tells. */
  | { readonly kind: 'LOST_REPLY'; readonly probability: number }
  | { readonly kind: 'SLOW'; readonly probability: number; readonly delayMs: number }
  /** The device stops early: `fraction` of the shots, in (0, 1), at least one, come back. */
  | { readonly kind: 'PARTIAL'; readonly probability: number; readonly fraction: number }

export type RunDevice = {
  readonly deviceId: string
  readonly qubits: number
  readonly maxShots: number
}

export type Submission = {
  readonly clientToken: string
  /** OpenQASM 2 or 3 source text. */
  readonly program: string
  /** Values of the program's `input` declarations; absent when it has none. */
  readonly inputs?: ProgramInputs
  readonly shots: number
  readonly seed: string
  readonly device: RunDevice
  /** With `noise`, the device's calibration shapes the errors; without one the run is ideal. */
  readonly noise: boolean
  readonly calibration?: Calibration
  readonly fault?: FaultPlan
  /** Time the execution itself may take, queue excluded. */
  readonly deadlineMs: number
}

type RunBase = {
  readonly clientToken: string
  readonly providerJobId: string
  /** The provider's own word for its state, kept as it was said. */
  readonly rawState: string
}

/** One moment of a run. Terminal states absorb. */
export type RunSnapshot = RunBase &
  (
    | { readonly state: 'QUEUED' }
    | { readonly state: 'RUNNING'; readonly phase: RunPhase }
    | { readonly state: 'COMPLETED'; readonly result: RunResult; readonly usage: RunUsage }
    | { readonly state: 'FAILED'; readonly failure: RunFailure; readonly usage: RunUsage }
    | { readonly state: 'CANCELLED'; readonly usage: RunUsage }
  )
export type RunState = RunSnapshot['state']

/** `refused`: the provider certainly keeps no run under this token. A submit that throws is Unknown: ask `find`. */
export type SubmitOutcome =
  | { readonly kind: 'accepted'; readonly providerJobId: string }
  | { readonly kind: 'refused'; readonly failure: RunFailure }

export type CancelOutcome =
  | { readonly kind: 'cancelling' }
  | { readonly kind: 'already-terminal'; readonly state: 'COMPLETED' | 'FAILED' | 'CANCELLED' }
  | { readonly kind: 'not-found' }

export type Provider = {
  readonly name: string
  /** Idempotent by client token. The same token with another input is refused (CLIENT_TOKEN_REUSED). */
  readonly submit: (submission: Submission) => Promise<SubmitOutcome>
  /** `undefined`: the run provably never arrived. Throws when the provider can't tell. */
  readonly find: (clientToken: string) => Promise<RunSnapshot | undefined>
  readonly cancel: (clientToken: string) => Promise<CancelOutcome>
  /** The current moment, then every change, ending after the terminal one. Ends at once for an unknown token. */
  readonly watch: (
    clientToken: string,
    options?: { readonly signal?: AbortSignal },
  ) => AsyncIterable<RunSnapshot>
  /** Stops taking part; runs that were accepted stay the provider's. */
  readonly close: () => Promise<void>
}

/** The provider is known to be in trouble and was not asked: nothing has happened, ask again later. */
export class ProviderUnavailable extends Error {
  override readonly name = 'ProviderUnavailable'
  readonly code = 'PROVIDER_UNAVAILABLE'
}

/** A call whose answer never came: the provider may or may not have acted on it. */
export class ProviderTimeout extends Error {
  override readonly name = 'ProviderTimeout'
  readonly code = 'PROVIDER_TIMEOUT'
}

export const isTerminal = (state: RunState): state is 'COMPLETED' | 'FAILED' | 'CANCELLED' =>
  state === 'COMPLETED' || state === 'FAILED' || state === 'CANCELLED'
