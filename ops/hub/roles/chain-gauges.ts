import { load } from '../../../commands/shared/load.ts'
import type { Services } from '../../../commands/shared/services.ts'
import { chain as chainAggregate } from '../../../domain/tokens/chain/chain.ts'
import { headOf } from '../../../domain/tokens/chain/cursor.ts'
import { chainSigner, signerIdOf } from '../../../domain/tokens/transactions/signer.ts'
import { chainTransaction } from '../../../domain/tokens/transactions/transaction.ts'
import { signersOf } from '../../../sagas/tokens/transactions/sending/round.ts'
import { observe } from '../../../platform/telemetry/metrics/instruments.ts'

type Log = Pick<Services, 'eventStore' | 'foldCache' | 'chains' | 'chainKeys' | 'clock'>

const names = [
  'qh.chain.halted',
  'qh.chain.head.age.seconds',
  'qh.chain.transaction.age.seconds',
] as const

/** When the oldest of a key's transactions was asked for: the one with the lowest open nonce, else the first that waits. */
const oldestOf = async (
  { eventStore, foldCache }: Log,
  chain: string,
  address: string,
): Promise<readonly number[]> => {
  const id = signerIdOf(chain, address)
  const { state } = await load(eventStore, foldCache, chainSigner, id)
  const first = state.open[0]?.transactionId ?? state.waiting[0]
  if (first === undefined) return []
  const { state: found } = await load(eventStore, foldCache, chainTransaction, first)
  return found.kind === 'existing' ? [Date.parse(found.requestedAt)] : []
}

/** Gauges of the hub's chains as the log has them, whichever process follows them. The result forgets them. */
export const chainGauges = (log: Log, onTrouble: (error: unknown) => void): (() => void) =>
  observe(names, async (tell) => {
    const now = log.clock.now().getTime()
    const age = (since: number): number => Math.max(0, (now - since) / 1_000)
    try {
      for (const [chain, port] of log.chains) {
        const { state } = await load(log.eventStore, log.foldCache, chainAggregate, chain)
        if (state.kind === 'absent') continue
        tell('qh.chain.halted', state.halted === undefined ? 0 : 1, { chain })
        tell('qh.chain.head.age.seconds', age(Date.parse(headOf(state).at)), { chain })
        const keys = signersOf({ port, keys: log.chainKeys }).map(({ address }) => address)
        const asked = await Promise.all(
          [...new Set(keys)].map((address) => oldestOf(log, chain, address)),
        )
        const oldest = Math.min(now, ...asked.flat())
        tell('qh.chain.transaction.age.seconds', age(oldest), { chain })
      }
    } catch (error) {
      onTrouble(error)
    }
  })
