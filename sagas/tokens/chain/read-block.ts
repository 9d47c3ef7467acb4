import type { LinkedBlock } from '../../../domain/tokens/chain/block.ts'
import type { SeenEntry } from '../../../domain/tokens/chain/entry-events.ts'
import { contractAddresses, decodeLog } from '../../../platform/chain/contracts/decode.ts'
import type { ChainLog, ChainPort, Hex } from '../../../platform/chain/port.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import { insist, NodeUnanswered } from './node.ts'
import { isOfInterest, type KnownAccounts } from './of-interest.ts'

/** The same in whichever block the transaction stands. */
export const entryIdOf = (chain: string, transactionHash: Hex, ordinal: number): string =>
  derivedId('chainEntry', chain, transactionHash, ordinal.toString())

/** Where among its transaction's logs each of a block's stands: the receipt has all of them, of other contracts, too. */
const firstOf = async (
  port: ChainPort,
  transactionHash: Hex,
  { blockHash }: ChainLog,
): Promise<number> => {
  const receipt = insist(await port.receipt(transactionHash), `receipt of ${transactionHash}`)
  const [first] = receipt.logs
  // The node has gone on to another branch since it was asked for the logs.
  if (receipt.blockHash !== blockHash || first === undefined)
    throw new NodeUnanswered(`${transactionHash} stands in another block than a moment ago`)
  return first.logIndex
}

/** What the hub's contracts said in a block, as far as it concerns the hub. Throws NodeUnanswered. */
export const entriesIn = async (
  port: ChainPort,
  { number, hash, at }: LinkedBlock,
  known: KnownAccounts,
): Promise<readonly SeenEntry[]> => {
  const { settings } = port
  const { chain } = settings
  const question = { blockHash: hash, addresses: contractAddresses(settings) }
  const logs = insist(await port.logs(question), `block ${hash}`)
  const firsts = new Map<Hex, number>()
  const entries: SeenEntry[] = []
  for (const log of logs) {
    const decoded = decodeLog(settings, log)
    if (decoded === undefined || !(await isOfInterest(decoded, known))) continue
    const { transactionHash } = log
    const first = firsts.get(transactionHash) ?? (await firstOf(port, transactionHash, log))
    firsts.set(transactionHash, first)
    const ordinal = log.logIndex - first
    const entryId = entryIdOf(chain, transactionHash, ordinal)
    const block = { number, hash, at }
    entries.push({
      ...{ entryId, chain, ...decoded, arguments: { ...decoded.arguments } },
      ...{ transactionHash, ordinal, block },
    })
  }
  return entries
}
