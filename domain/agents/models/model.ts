import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { isRejection, reject } from '../../shared/rejection.ts'
import { exhausted } from '../../shared/values.ts'
import { compare, type Judgement } from './compare.ts'
import {
  definitions,
  type Algorithm,
  type Lineage,
  type ModelEvent,
  type ModelKind,
} from './model-events.ts'
import type { QueueTimeArtifact } from './queue-time/artifact.ts'

/** An AI model of the hub with its versions; at most one of them is in use. Its id follows from its name. */
export const category = 'model'

// State.
export type ModelVersion = {
  readonly version: number
  readonly algorithm: Algorithm
  readonly status: 'TRAINING' | 'TRAINED' | 'FAILED'
  readonly sha256?: string
  /** The last one counts. */
  readonly judgement?: Judgement
}
export type ModelRun = { readonly runId: string; readonly version: number; readonly upTo: string }
export type RegisteredModel = {
  readonly kind: 'registered'
  readonly modelId: string
  readonly name: string
  readonly purpose: ModelKind
  readonly versions: readonly ModelVersion[]
  /** What is under way. */
  readonly runs: readonly ModelRun[]
  /** The version in use, with all that it takes to answer. */
  readonly promoted?: { readonly version: number; readonly artifact: QueueTimeArtifact }
  /** Of versions that could still be promoted or compared with. */
  readonly artifacts: Readonly<Record<string, QueueTimeArtifact>>
}
export type Model = { readonly kind: 'absent' } | RegisteredModel

export const initial: Model = { kind: 'absent' }

/** Artifacts are kept in memory of the newest versions, and of the one in use: older ones are in the log. */
const newest = 8

const withVersion = (
  state: RegisteredModel,
  version: number,
  change: Partial<ModelVersion>,
): readonly ModelVersion[] =>
  state.versions.map((each) => (each.version === version ? { ...each, ...change } : each))

const withoutRun = (state: RegisteredModel, runId: string): readonly ModelRun[] =>
  state.runs.filter((run) => run.runId !== runId)

const judgementOf = ({ evaluationId, evaluation, incumbent }: Judgement): Judgement => ({
  evaluationId,
  evaluation,
  ...(incumbent === undefined ? {} : { incumbent }),
})

export const evolve = (state: Model, event: ModelEvent): Model => {
  if (event.type === 'ModelRegistered') {
    const { modelId, name, kind: purpose } = event.data
    return { kind: 'registered', modelId, name, purpose, versions: [], runs: [], artifacts: {} }
  }
  if (state.kind === 'absent') return state
  switch (event.type) {
    case 'ModelTrainingRequested': {
      const { runId, version, algorithm, upTo } = event.data
      const asked = { version, algorithm, status: 'TRAINING' } as const
      const versions = [...state.versions, asked]
      return { ...state, versions, runs: [...state.runs, { runId, version, upTo }] }
    }
    case 'ModelEvaluationRequested': {
      const { runId, version, upTo } = event.data
      return { ...state, runs: [...state.runs, { runId, version, upTo }] }
    }
    case 'ModelVersionTrained': {
      const { version, runId, artifact, sha256 } = event.data
      const judgement = judgementOf(event.data)
      const kept = Object.entries(state.artifacts).filter(([at]) => Number(at) > version - newest)
      return {
        ...state,
        versions: withVersion(state, version, { status: 'TRAINED', sha256, judgement }),
        runs: withoutRun(state, runId),
        artifacts: { ...Object.fromEntries(kept), [version]: artifact },
      }
    }
    case 'ModelVersionEvaluated': {
      const { version, runId } = event.data
      const judgement = judgementOf(event.data)
      return {
        ...state,
        versions: withVersion(state, version, { judgement }),
        runs: withoutRun(state, runId),
      }
    }
    case 'ModelRunFailed': {
      const { version, runId } = event.data
      const isTraining = state.versions.some(
        (each) => each.version === version && each.status === 'TRAINING',
      )
      return {
        ...state,
        versions: isTraining ? withVersion(state, version, { status: 'FAILED' }) : state.versions,
        runs: withoutRun(state, runId),
      }
    }
    case 'ModelVersionPromoted': {
      const { version } = event.data
      const artifact = state.artifacts[version]
      return artifact === undefined ? state : { ...state, promoted: { version, artifact } }
    }
    default:
      return exhausted(event)
  }
}

// Commands: an operator's, then the run's.
export type ModelCommand =
  | {
      readonly type: 'RegisterModel'
      readonly modelId: string
      readonly name: string
      readonly purpose: ModelKind
      readonly description: string
    }
  | {
      readonly type: 'RequestTraining'
      readonly runId: string
      readonly algorithm: Algorithm
      readonly upTo: string
    }
  | {
      readonly type: 'RequestEvaluation'
      readonly runId: string
      readonly version: number
      readonly upTo: string
    }
  | ({
      readonly type: 'RecordTraining'
      readonly runId: string
      readonly artifact: QueueTimeArtifact
      readonly sha256: string
      readonly lineage: Lineage
    } & Judgement)
  | ({ readonly type: 'RecordEvaluation'; readonly runId: string } & Judgement)
  | {
      readonly type: 'FailRun'
      readonly runId: string
      readonly code: string
      readonly detail: string
    }
  | { readonly type: 'PromoteVersion'; readonly version: number }

/** So many runs of one model at a time. */
const mostRuns = 4

export const decide = (
  command: ModelCommand,
  state: Model,
  { now: at }: DecisionMeta,
): Decision<ModelEvent> => {
  if (command.type === 'RegisterModel') {
    const { modelId, name, purpose: kind, description } = command
    if (state.kind === 'registered')
      return reject('ALREADY_EXISTS', 'There is a model of this name.')
    return [{ type: 'ModelRegistered', data: { modelId, name, kind, description, at } }]
  }
  if (state.kind === 'absent') return reject('NOT_FOUND', 'There is no such model.')
  const { modelId } = state
  switch (command.type) {
    case 'RequestTraining': {
      const { runId, algorithm, upTo } = command
      if (state.runs.length >= mostRuns) return busy
      const version = state.versions.length + 1
      return [
        { type: 'ModelTrainingRequested', data: { modelId, version, runId, algorithm, upTo, at } },
      ]
    }
    case 'RequestEvaluation': {
      const { runId, version, upTo } = command
      if (state.runs.length >= mostRuns) return busy
      const trained = trainedVersion(state, version)
      if ('rejected' in trained) return trained
      return [{ type: 'ModelEvaluationRequested', data: { modelId, version, runId, upTo, at } }]
    }
    case 'RecordTraining': {
      const { type: _, ...trained } = command
      const run = state.runs.find(({ runId }) => runId === command.runId)
      if (run === undefined) return []
      const { version } = run
      return [{ type: 'ModelVersionTrained', data: { modelId, version, ...trained, at } }]
    }
    case 'RecordEvaluation': {
      const { type: _, ...evaluated } = command
      const run = state.runs.find(({ runId }) => runId === command.runId)
      if (run === undefined) return []
      const { version } = run
      return [{ type: 'ModelVersionEvaluated', data: { modelId, version, ...evaluated, at } }]
    }
    case 'FailRun': {
      const { runId, code, detail } = command
      const run = state.runs.find((each) => each.runId === runId)
      if (run === undefined) return []
      const { version } = run
      return [{ type: 'ModelRunFailed', data: { modelId, version, runId, code, detail, at } }]
    }
    case 'PromoteVersion': {
      const { version } = command
      const trained = trainedVersion(state, version)
      if ('rejected' in trained) return trained
      if (state.promoted?.version === version) return []
      const comparison = compare(trained.judgement, state.promoted?.version)
      if (isRejection(comparison)) return comparison
      return [{ type: 'ModelVersionPromoted', data: { modelId, version, comparison, at } }]
    }
    default:
      return exhausted(command)
  }
}

const busy = reject('LIMIT_REACHED', `A model has at most ${mostRuns} runs under way.`)

const trainedVersion = (state: RegisteredModel, version: number) => {
  const found = state.versions.find((each) => each.version === version)
  if (found === undefined) return reject('NOT_FOUND', 'The model has no such version.')
  const { judgement } = found
  if (judgement === undefined || state.artifacts[version] === undefined)
    return reject('MODEL_VERSION_NOT_READY', `Version ${version} is ${found.status.toLowerCase()}.`)
  return { ...found, judgement }
}

export const model: Aggregate<Model, ModelCommand, ModelEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
