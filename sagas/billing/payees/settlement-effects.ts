/** What the settlement asks for, outside itself. The names are stored: they never change. */
export type SettlementEffect =
  | { readonly kind: 'beginRun' }
  | {
      readonly kind: 'settle'
      readonly runId: string
      readonly fromPosition: string
      readonly toPosition: string
    }
