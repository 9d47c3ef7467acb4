import type { CapsuleRow, CapsuleRunRow } from '../../../projections/agents/capsules/tables.ts'
import { builder } from '../../schema/builder.ts'

export const Capsule = builder.objectRef<CapsuleRow>('Capsule')
export const CapsuleRun = builder.objectRef<CapsuleRunRow>('CapsuleRun')

export const CapsuleConnection = builder.connectionObject(
  { type: Capsule, name: 'CapsuleConnection', description: 'A page of capsules.' },
  { name: 'CapsuleEdge', description: 'One of the capsules, with its place in the list.' },
)
export const CapsuleRunConnection = builder.connectionObject(
  { type: CapsuleRun, name: 'CapsuleRunConnection', description: 'A page of runs of capsules.' },
  { name: 'CapsuleRunEdge', description: 'One of the runs, with its place in the list.' },
)
