import { z } from 'zod'
import { CircuitFacts } from '../jobs/circuit-facts.ts'
import { ProgramInputs } from '../jobs/program-inputs.ts'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { reject } from '../shared/rejection.ts'
import { exhausted, Id, Instant, Sha256 } from '../shared/values.ts'
import { CircuitSource, Repository, SemVer } from './values.ts'

/** Where an organisation works on circuits, before and after they are released as an app. */
export const category = 'project'

// Events: the stored contract.
const Fact = z.strictObject({ projectId: Id, at: Instant })
export const ProjectDetails = z.strictObject({
  name: z.string().trim().min(1).max(80),
  description: z.string().max(5000),
  repository: Repository.exactOptional(),
})
export type ProjectDetails = z.output<typeof ProjectDetails>
/** A circuit that was read without fault, and what was found in it. */
const Circuit = z.strictObject({
  name: z.string().trim().min(1).max(80),
  source: CircuitSource,
  /** For its `input` declarations, so that it can be read and tried. */
  inputs: ProgramInputs,
  sourceHash: Sha256,
  facts: CircuitFacts,
})
export type ProjectCircuit = z.output<typeof Circuit>
export const definitions = [
  defineEvent(
    'ProjectCreated',
    1,
    Fact.extend({
      organisationId: Id,
      details: ProjectDetails,
      /** The name of the template that it began with. */
      template: z.string().max(60).exactOptional(),
    }),
  ),
  defineEvent('ProjectChanged', 1, Fact.extend({ details: ProjectDetails })),
  defineEvent('ProjectCircuitPut', 1, Fact.extend({ circuitId: Id, circuit: Circuit })),
  defineEvent('ProjectCircuitRemoved', 1, Fact.extend({ circuitId: Id })),
  defineEvent(
    'ProjectReleased',
    1,
    Fact.extend({ circuitId: Id, appId: Id, versionId: Id, semver: SemVer }),
  ),
  defineEvent('ProjectArchived', 1, Fact),
  defineEvent('ProjectRestored', 1, Fact),
] as const
export type ProjectEvent = EventOf<(typeof definitions)[number]>

// State.
export type ExistingProject = {
  readonly kind: 'active' | 'archived'
  readonly projectId: string
  readonly organisationId: string
  readonly details: ProjectDetails
  readonly template?: string
  readonly circuits: Readonly<Record<string, ProjectCircuit>>
  /** The app that it is released as, once it was. */
  readonly appId?: string
}
export type Project = { readonly kind: 'absent' } | ExistingProject

export const initial: Project = { kind: 'absent' }

export const maxCircuits = 20

export const evolve = (state: Project, event: ProjectEvent): Project => {
  if (event.type === 'ProjectCreated') {
    const { at: _, ...created } = event.data
    return { kind: 'active', ...created, circuits: {} }
  }
  if (state.kind === 'absent') return state
  switch (event.type) {
    case 'ProjectChanged':
      return { ...state, details: event.data.details }
    case 'ProjectCircuitPut': {
      const { circuitId, circuit } = event.data
      return { ...state, circuits: { ...state.circuits, [circuitId]: circuit } }
    }
    case 'ProjectCircuitRemoved': {
      const others = Object.entries(state.circuits).filter(([id]) => id !== event.data.circuitId)
      return { ...state, circuits: Object.fromEntries(others) }
    }
    case 'ProjectReleased':
      return { ...state, appId: event.data.appId }
    case 'ProjectArchived':
      return { ...state, kind: 'archived' }
    case 'ProjectRestored':
      return { ...state, kind: 'active' }
    default:
      return exhausted(event)
  }
}

// Commands.
export type ProjectCommand = { readonly projectId: string } & (
  | {
      readonly type: 'CreateProject'
      readonly organisationId: string
      readonly details: ProjectDetails
      readonly template?: {
        readonly name: string
        readonly circuitId: string
        readonly circuit: ProjectCircuit
      }
    }
  | { readonly type: 'ChangeProject'; readonly details: ProjectDetails }
  | { readonly type: 'AddCircuit'; readonly circuitId: string; readonly circuit: ProjectCircuit }
  | { readonly type: 'ChangeCircuit'; readonly circuitId: string; readonly circuit: ProjectCircuit }
  | { readonly type: 'RemoveCircuit'; readonly circuitId: string }
  | {
      readonly type: 'RecordProjectRelease'
      readonly circuitId: string
      readonly appId: string
      readonly versionId: string
      readonly semver: string
    }
  | { readonly type: 'ArchiveProject' }
  | { readonly type: 'RestoreProject' }
)

export const decide = (
  command: ProjectCommand,
  state: Project,
  meta: DecisionMeta,
): Decision<ProjectEvent> => {
  const base = { projectId: command.projectId, at: meta.now }
  if (command.type === 'CreateProject') {
    if (state.kind !== 'absent')
      return reject('ALREADY_EXISTS', 'This project was created already.')
    return created(command, meta)
  }
  if (state.kind === 'absent') return reject('NOT_FOUND', 'There is no such project.')
  switch (command.type) {
    case 'ArchiveProject':
      return state.kind === 'archived' ? [] : [{ type: 'ProjectArchived', data: base }]
    case 'RestoreProject':
      return state.kind === 'active' ? [] : [{ type: 'ProjectRestored', data: base }]
    case 'RecordProjectRelease': {
      const { type: _, ...released } = command
      if (state.kind === 'archived') return archived
      if (state.appId !== undefined && state.appId !== released.appId)
        return reject('ALREADY_EXISTS', 'The project is released as another app.')
      return [{ type: 'ProjectReleased', data: { ...base, ...released } }]
    }
    case 'ChangeProject':
      if (state.kind === 'archived') return archived
      return [{ type: 'ProjectChanged', data: { ...base, details: command.details } }]
    case 'AddCircuit': {
      if (state.kind === 'archived') return archived
      const { circuitId, circuit } = command
      if (Object.keys(state.circuits).length >= maxCircuits)
        return reject('LIMIT_REACHED', `A project has at most ${maxCircuits} circuits.`)
      return [{ type: 'ProjectCircuitPut', data: { ...base, circuitId, circuit } }]
    }
    case 'ChangeCircuit': {
      if (state.kind === 'archived') return archived
      const { circuitId, circuit } = command
      const known = state.circuits[circuitId]
      if (known === undefined) return reject('NOT_FOUND', 'There is no such circuit.')
      if (known.name === circuit.name && known.sourceHash === circuit.sourceHash) return []
      return [{ type: 'ProjectCircuitPut', data: { ...base, circuitId, circuit } }]
    }
    case 'RemoveCircuit':
      if (state.kind === 'archived') return archived
      if (state.circuits[command.circuitId] === undefined) return []
      return [{ type: 'ProjectCircuitRemoved', data: { ...base, circuitId: command.circuitId } }]
    default:
      return exhausted(command)
  }
}

const archived = reject(
  'PROJECT_ARCHIVED',
  'An archived project does not change; restore it first.',
)

const created = (
  command: Extract<ProjectCommand, { type: 'CreateProject' }>,
  meta: DecisionMeta,
): readonly ProjectEvent[] => {
  const { projectId, organisationId, details, template } = command
  const base = { projectId, at: meta.now }
  const data = { ...base, organisationId, details }
  if (template === undefined) return [{ type: 'ProjectCreated', data }]
  const { name, circuitId, circuit } = template
  return [
    { type: 'ProjectCreated', data: { ...data, template: name } },
    { type: 'ProjectCircuitPut', data: { ...base, circuitId, circuit } },
  ]
}

export const project: Aggregate<Project, ProjectCommand, ProjectEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
