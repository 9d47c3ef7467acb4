import type { LlmAttemptRow, LlmCallRow } from '../../../projections/agents/calls/tables.ts'
import { builder } from '../../schema/builder.ts'
import type { RouteHealth } from './reads.ts'

export const LlmCall = builder.objectRef<LlmCallRow>('LlmCall')
export const LlmAttempt = builder.objectRef<LlmAttemptRow>('LlmAttempt')
export const ModelRouteHealth = builder.objectRef<RouteHealth>('ModelRouteHealth')

export const LlmCallConnection = builder.connectionObject(
  { type: LlmCall, name: 'LlmCallConnection', description: 'A page of calls.' },
  { name: 'LlmCallEdge', description: 'One of the calls, with its place in the list.' },
)
