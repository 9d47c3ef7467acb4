import { z } from 'zod'
import { Money } from '../../shared/money.ts'
import { Sealed } from '../../shared/values.ts'
import { ModelPolicy } from '../routing/policy.ts'

/** What an agent is there for. */
export const AgentRole = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum([
      'PROJECT_MANAGER',
      'ARCHITECT',
      'DEVELOPER',
      'QA_ENGINEER',
      'DEVOPS_ENGINEER',
      'QUANTUM_SPECIALIST',
    ]),
  }),
  /** One of the organisation's own making. */
  z.strictObject({ kind: z.literal('OWN'), title: z.string().trim().min(1).max(60) }),
])
export type AgentRole = z.output<typeof AgentRole>

/** A skill, as an agent card shows it. */
export const AgentSkill = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/),
  name: z.string().trim().min(1).max(80),
  description: z.string().trim().min(1).max(500),
  tags: z.array(z.string().trim().min(1).max(40)).max(10).readonly(),
})
export type AgentSkill = z.output<typeof AgentSkill>

export const ToolName = z.string().regex(/^[a-z][A-Za-z0-9]{0,59}$/)

/** All that is configured of an agent. What it is told to be like is the organisation's own text, and sealed. */
export const AgentProfile = z.strictObject({
  name: z.string().trim().min(1).max(80),
  description: z.string().trim().max(500),
  role: AgentRole,
  skills: z.array(AgentSkill).max(20).readonly(),
  tools: z.array(ToolName).max(50).readonly(),
  modelPolicy: ModelPolicy,
  /** Held in the organisation's wallet for each task that brings no budget of its own. */
  budgetPerTask: Money,
  instructions: Sealed.exactOptional(),
})
export type AgentProfile = z.output<typeof AgentProfile>

const titles = {
  PROJECT_MANAGER: 'project manager',
  ARCHITECT: 'architect',
  DEVELOPER: 'developer',
  QA_ENGINEER: 'QA engineer',
  DEVOPS_ENGINEER: 'DevOps engineer',
  QUANTUM_SPECIALIST: 'quantum specialist',
} as const

export const titleOf = (role: AgentRole): string =>
  role.kind === 'OWN' ? role.title : titles[role.kind]
