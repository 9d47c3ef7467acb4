/** What rewards ask for, outside themselves. The names are stored: they never change. */
export type RewardEffect = { readonly chain: string } & (
  | { readonly kind: 'beginEpoch' }
  | {
      readonly kind: 'divideEpoch'
      readonly epoch: number
      readonly fromPosition: string
      readonly toPosition: string
      readonly pool: string
      readonly perSecond: string
    }
  | { readonly kind: 'postEpoch'; readonly epoch: number }
  /** Has the contract take the epoch, with the money for it. */
  | {
      readonly kind: 'publishEpoch'
      readonly epoch: number
      readonly transactionId: string
      readonly root: string
      readonly total: string
    }
  | {
      readonly kind: 'recordPosted'
      readonly epoch: number
      readonly entryId: string
      readonly root: string
      readonly total: string
    }
  | { readonly kind: 'failPosting'; readonly transactionId: string; readonly code: string }
  | {
      readonly kind: 'proposeSlashing'
      readonly epoch: number
      readonly deviceId: string
      readonly reservations: number
      readonly failed: number
    }
)
