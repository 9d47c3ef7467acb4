import type { TokenTransferRow } from '../../../projections/tokens/transfers/tables.ts'
import { builder } from '../../schema/builder.ts'

export const TokenTransfer = builder.objectRef<TokenTransferRow>('TokenTransfer')

export const TokenTransferConnection = builder.connectionObject(
  {
    type: TokenTransfer,
    ...{ name: 'TokenTransferConnection', description: 'A page of transfers of QVT.' },
  },
  {
    ...{ name: 'TokenTransferEdge' },
    description: 'One of transfers of QVT, with its place in the list.',
  },
)
