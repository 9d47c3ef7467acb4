/** What a caller may ask for, and what it leaves in the log. */
export const leaves = {
  submit: 'JobSubmitted',
  cancel: 'JobCancellationRequested',
  credit: 'WalletCredited',
  refund: 'JobChargeRefunded',
  publish: 'WorkflowPublished',
  begin: 'WorkflowRunRequested',
} as const

export type CommandName = keyof typeof leaves

/** What the hub acknowledged to a caller, or refused. A key has as many as it was asked for. */
export type Given =
  | {
      readonly command: CommandName
      readonly key: string
      /** Absent where the command is about no job. */
      readonly jobId?: string
      readonly kind: 'acknowledged'
      readonly stream: string
      readonly revision: bigint
      readonly position: bigint
    }
  | {
      readonly command: CommandName
      readonly key: string
      readonly jobId?: string
      readonly kind: 'refused'
      readonly code: string
      /** The problem in words. */
      readonly said: string
    }
