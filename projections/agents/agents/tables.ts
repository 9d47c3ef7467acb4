import type { ExistingAgent } from '../../../domain/agents/agents/agent.ts'
import type { AgentProfile } from '../../../domain/agents/agents/profile.ts'

export type AgentRow = {
  readonly agent_id: string
  readonly organisation: string
  readonly name: string
  /** What it is there for, in words. */
  readonly role: string
  readonly status: ExistingAgent['status']
  /** Raised by every change of the profile. */
  readonly version: number
  /** But for what it is told to be like, which stays sealed in the log. */
  readonly profile: Omit<AgentProfile, 'instructions'>
  /** What it remembers something under. */
  readonly memory_keys: readonly string[]
  readonly spawned_at: Date
  readonly created_position: bigint
  readonly revision: bigint
  readonly position: bigint
}

export type AgentTables = { readonly agents: AgentRow }
