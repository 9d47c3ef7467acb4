import type { QuantumComputerRow, SlashingRow } from '../../../projections/tokens/staking/tables.ts'
import { builder } from '../../schema/builder.ts'
import type { StakeMovementRow, StakeRow } from './stakes.ts'

export const QuantumComputer = builder.objectRef<QuantumComputerRow>('QuantumComputer')
export const Slashing = builder.objectRef<SlashingRow>('Slashing')
export const Stake = builder.objectRef<StakeRow>('Stake')
export const StakeMovement = builder.objectRef<StakeMovementRow>('StakeMovement')

export const QuantumComputerConnection = builder.connectionObject(
  {
    type: QuantumComputer,
    ...{ name: 'QuantumComputerConnection', description: 'A page of registered computers.' },
  },
  {
    ...{ name: 'QuantumComputerEdge' },
    description: 'A registered computer, with its place in the list.',
  },
)
export const SlashingConnection = builder.connectionObject(
  { type: Slashing, ...{ name: 'SlashingConnection', description: 'A page of slashings.' } },
  { ...{ name: 'SlashingEdge' }, description: 'A slashing, with its place in the list.' },
)
export const StakeMovementConnection = builder.connectionObject(
  {
    type: StakeMovement,
    ...{ name: 'StakeMovementConnection', description: 'A page of movements of stakes.' },
  },
  {
    ...{ name: 'StakeMovementEdge' },
    description: 'A movement of a stake, with its place in the list.',
  },
)
