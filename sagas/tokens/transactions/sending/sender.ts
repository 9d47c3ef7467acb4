import type { Logger } from 'pino'
import type { Services } from '../../../../commands/shared/services.ts'
import type { SendingPolicy } from '../../../../domain/tokens/transactions/next-step.ts'
import type { SignerName } from '../../../../domain/tokens/transactions/transaction-events.ts'
import type { ChainKeys } from '../../../../platform/chain/keys/port.ts'
import type { ChainPort } from '../../../../platform/chain/port.ts'

export type SenderPolicy = SendingPolicy & {
  /** Of one key, transactions that wait for a block at a time. Nodes keep few of one sender. */
  readonly most: number
  /** How long a trial call may fail before it is believed: what it needs may be on its way into a block. */
  readonly trialMs: number
}

export const standardPolicy: SenderPolicy = {
  raiseAfterMs: 60_000,
  sendAgainAfterMs: 15_000,
  // 2,000 gwei.
  ceiling: 2_000_000_000_000n,
  most: 16,
  trialMs: 3_000,
}

/** What sends the hub's transactions on one chain. */
export type Sender = {
  readonly services: Services
  readonly port: ChainPort
  readonly keys: ChainKeys
  readonly policy: SenderPolicy
  readonly logger: Pick<Logger, 'warn'>
}

/** The name under which the keys know who signs on this chain. */
export const keyNameOf = (
  { port: { settings } }: Pick<Sender, 'port'>,
  signer: SignerName,
): string => (signer === 'TREASURY' ? settings.treasury : settings.operator)

export const signerNames: readonly SignerName[] = ['TREASURY', 'OPERATOR']
