import { once } from 'node:events'
import type { Logger } from 'pino'
import type { Services } from '../../../../commands/shared/services.ts'
import { decodeEvent } from '../../../../domain/events.ts'
import type { SignerName } from '../../../../domain/tokens/transactions/transaction-events.ts'
import { category } from '../../../../domain/tokens/transactions/transaction.ts'
import type { ProgressStore } from '../../../../platform/checkpoint/progress.ts'
import type { RecordedEvent } from '../../../../platform/event-store/types.ts'
import { insist } from '../../../runtime/insist.ts'
import { createReader, type Reader } from '../../../runtime/reader.ts'
import { fillKind } from './perform.ts'
import { tellSigner } from './tell.ts'

export type IntakePorts = {
  readonly services: Services
  readonly progress: ProgressStore
  readonly logger: Logger
  /** Of a signer's key on a chain; undefined where the hub has no such chain or key. */
  readonly addressOf: (chain: string, signer: SignerName) => string | undefined
  /** Something is to be done on this chain. */
  readonly wake: (chain: string) => void
}

/** One process at a time works on all of them. */
export const intakePartition = 0

/** What was asked for gets in line for a nonce; that is put on record, so that it waits there from then on. */
export const createIntake = (ports: IntakePorts): Reader => {
  const { services, progress, logger, addressOf, wake } = ports
  const take = async (recorded: RecordedEvent, signal: AbortSignal): Promise<void> => {
    const event = decodeEvent(recorded)
    if (event.type !== 'ChainTransactionRequested') return
    // The log's contract of this type.
    const { transactionId, chain, signer, purpose } = event.data as {
      readonly transactionId: string
      readonly chain: string
      readonly signer: SignerName
      readonly purpose: { readonly kind: string }
    }
    if (purpose.kind === fillKind) return
    const address = addressOf(chain, signer)
    if (address === undefined) {
      logger.warn({ transactionId, chain, signer }, 'there is no key, or no chain, for this yet')
      // It stays undone, until a hub that has them finds it.
      await once(signal, 'abort')
      throw new Error('it waits for its chain')
    }
    await tellSigner({ services, logger }, { type: 'RequestSlot', chain, address, transactionId })
    wake(chain)
  }
  return createReader({
    ...{ eventStore: services.eventStore, progress, logger },
    streamPrefixes: [`${category}-`],
    maxOpen: 64,
    tasksOf: (recorded) => {
      if (recorded.type === 'TransactionCancellationRequested') wakeFor(recorded, wake)
      if (recorded.type !== 'ChainTransactionRequested') return []
      const complain = (error: unknown): void =>
        logger.error({ error, stream: recorded.stream }, 'a transaction could not get in line')
      const run = (signal: AbortSignal): Promise<void> =>
        insist(() => take(recorded, signal), complain, signal)
      return [{ partition: intakePartition, run }]
    },
  })
}

const wakeFor = ({ data }: RecordedEvent, wake: (chain: string) => void): void => {
  if (
    typeof data === 'object' &&
    data !== null &&
    'chain' in data &&
    typeof data.chain === 'string'
  )
    wake(data.chain)
}
