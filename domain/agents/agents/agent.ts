import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../../shared/decider.ts'
import { defineEvent, type EventOf } from '../../shared/event.ts'
import { reject } from '../../shared/rejection.ts'
import { same } from '../../shared/same.ts'
import { exhausted, Id, Instant, Sealed } from '../../shared/values.ts'
import { AgentProfile } from './profile.ts'

/** Somebody who works for an organisation without being a person. */
export const category = 'agent'

/** What an agent remembers at most. */
export const mostMemories = 200

/** What it remembers something under. */
export const MemoryKey = z.string().regex(/^[a-z][a-z0-9._-]{0,79}$/)

// Events: the stored contract.
const Fact = z.strictObject({ agentId: Id, organisation: Id, at: Instant })
export const definitions = [
  defineEvent(
    'AgentSpawned',
    1,
    Fact.extend({ profile: AgentProfile, spawnedBy: z.string().min(1) }),
  ),
  defineEvent('AgentConfigured', 1, Fact.extend({ profile: AgentProfile })),
  defineEvent('AgentRemembered', 1, Fact.extend({ key: MemoryKey, text: Sealed })),
  defineEvent('AgentForgot', 1, Fact.extend({ key: MemoryKey })),
  defineEvent('AgentPaused', 1, Fact),
  defineEvent('AgentResumed', 1, Fact),
  defineEvent('AgentRetired', 1, Fact),
] as const
export type AgentEvent = EventOf<(typeof definitions)[number]>

// State.
export const agentStatuses = ['ACTIVE', 'PAUSED', 'RETIRED'] as const
export type ExistingAgent = {
  readonly kind: 'existing'
  readonly status: (typeof agentStatuses)[number]
  readonly agentId: string
  readonly organisation: string
  readonly profile: AgentProfile
  /** Raised by every change of the profile. */
  readonly version: number
  /** Sealed texts by what they are remembered under. */
  readonly memory: Readonly<Record<string, string>>
}
export type Agent = { readonly kind: 'absent' } | ExistingAgent

export const initial: Agent = { kind: 'absent' }

export const evolve = (state: Agent, event: AgentEvent): Agent => {
  if (event.type === 'AgentSpawned') {
    const { agentId, organisation, profile } = event.data
    const fresh = { status: 'ACTIVE', version: 1, memory: {} } as const
    return { kind: 'existing', agentId, organisation, profile, ...fresh }
  }
  if (state.kind === 'absent') return state
  switch (event.type) {
    case 'AgentConfigured':
      return { ...state, profile: event.data.profile, version: state.version + 1 }
    case 'AgentRemembered': {
      const { key, text } = event.data
      return { ...state, memory: { ...state.memory, [key]: text } }
    }
    case 'AgentForgot': {
      const { [event.data.key]: _, ...memory } = state.memory
      return { ...state, memory }
    }
    case 'AgentPaused':
      return { ...state, status: 'PAUSED' }
    case 'AgentResumed':
      return { ...state, status: 'ACTIVE' }
    case 'AgentRetired':
      return { ...state, status: 'RETIRED', memory: {} }
    default:
      return exhausted(event)
  }
}

// Commands. Texts come sealed.
export type AgentCommand =
  | {
      readonly type: 'SpawnAgent'
      readonly agentId: string
      readonly organisation: string
      readonly profile: AgentProfile
    }
  | { readonly type: 'ConfigureAgent'; readonly profile: AgentProfile }
  | { readonly type: 'Remember'; readonly key: string; readonly text: string }
  | { readonly type: 'Forget'; readonly key: string }
  | { readonly type: 'PauseAgent' }
  | { readonly type: 'ResumeAgent' }
  | { readonly type: 'RetireAgent' }

export const decide = (
  command: AgentCommand,
  state: Agent,
  { now: at, actor }: DecisionMeta,
): Decision<AgentEvent> => {
  if (command.type === 'SpawnAgent') {
    if (state.kind !== 'absent') return reject('ALREADY_EXISTS', 'This agent was spawned already.')
    const { agentId, organisation, profile } = command
    const data = { agentId, organisation, at, profile, spawnedBy: actor.id }
    return [{ type: 'AgentSpawned', data }]
  }
  if (state.kind === 'absent') return reject('NOT_FOUND', 'There is no such agent.')
  const { agentId, organisation, status } = state
  const fact = { agentId, organisation, at }
  if (command.type === 'RetireAgent')
    return status === 'RETIRED' ? [] : [{ type: 'AgentRetired', data: fact }]
  if (status === 'RETIRED') return reject('AGENT_NOT_ACTIVE', 'The agent is retired.')
  switch (command.type) {
    case 'ConfigureAgent': {
      const { profile } = command
      if (same(profile, state.profile)) return []
      return [{ type: 'AgentConfigured', data: { ...fact, profile } }]
    }
    case 'Remember': {
      const { key, text } = command
      const known = Object.keys(state.memory)
      if (!known.includes(key) && known.length >= mostMemories)
        return reject('LIMIT_REACHED', `An agent remembers at most ${mostMemories} things.`)
      return [{ type: 'AgentRemembered', data: { ...fact, key, text } }]
    }
    case 'Forget': {
      const { key } = command
      return Object.hasOwn(state.memory, key)
        ? [{ type: 'AgentForgot', data: { ...fact, key } }]
        : []
    }
    case 'PauseAgent':
      return status === 'PAUSED' ? [] : [{ type: 'AgentPaused', data: fact }]
    case 'ResumeAgent':
      return status === 'ACTIVE' ? [] : [{ type: 'AgentResumed', data: fact }]
    default:
      return exhausted(command)
  }
}

export const agent: Aggregate<Agent, AgentCommand, AgentEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
