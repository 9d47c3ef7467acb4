import type { Block } from '../../../../domain/tokens/chain/block.ts'
import type { ExistingTransaction } from '../../../../domain/tokens/transactions/transaction-state.ts'
import type { Rest, Sighting, View } from '../../../../domain/tokens/transactions/view.ts'
import { readRevert } from '../../../../platform/chain/contracts/decode.ts'
import type { ChainPort, ChainReceipt, Header, Heads } from '../../../../platform/chain/port.ts'
import { orderOf } from './call-order.ts'

/** How far the chain is past a block. */
export const restOf = (
  { number, at }: Pick<Header, 'number' | 'at'>,
  { latest, safe, finalised }: Heads,
  { settings: { finality } }: Pick<ChainPort, 'settings'>,
): Rest => {
  const past = (final: boolean, nearly: boolean): Rest =>
    final ? 'FINALISED' : nearly ? 'SAFE' : 'LATEST'
  switch (finality.by) {
    case 'TAG':
      return past(
        finalised !== null && number <= finalised.number,
        safe !== null && number <= safe.number,
      )
    case 'DEPTH': {
      const depth = Number(latest.number - number)
      return past(depth >= finality.depth, depth >= finality.depth / 4)
    }
    case 'SECONDS': {
      const seconds = (Date.parse(latest.at) - Date.parse(at)) / 1000
      return past(seconds >= finality.seconds, seconds >= finality.seconds / 4)
    }
  }
}

export const blockOf = ({ number, hash, at }: Header): Block => ({
  number: number.toString(),
  hash,
  at,
})

/** Why a contract threw a call out: the same call once more, on the block that it stood in. */
const revertOf = async (
  port: ChainPort,
  { call }: ExistingTransaction,
  { from, blockHash }: ChainReceipt,
): Promise<{ readonly code: string; readonly detail: string }> => {
  const order = orderOf(port.settings, call, from)
  const answer = 'code' in order ? order : await port.call(order, blockHash)
  if (!('kind' in answer) || answer.kind !== 'reverted')
    return { code: 'REVERTED', detail: 'Its reason is not to be had any more.' }
  const { code, detail } = readRevert(answer.data)
  return { code: code.slice(0, 80), detail: (detail || answer.detail).slice(0, 500) }
}

const mined = async (
  port: ChainPort,
  transaction: ExistingTransaction,
  receipt: ChainReceipt,
  heads: Heads,
): Promise<Sighting> => {
  const header = await port.header(receipt.blockNumber)
  // A receipt of a block that is no longer there, or not there yet.
  if (header.kind !== 'found' || header.value.hash !== receipt.blockHash)
    return { kind: 'UNANSWERED' }
  const { status, gasUsed, gasPrice, transactionHash } = receipt
  const isNews = transaction.inclusion?.block.hash !== receipt.blockHash
  const isCall = transaction.attempts.some(
    ({ hash, form }) => hash === transactionHash && form === 'CALL',
  )
  const revert =
    isNews && isCall && status === 'REVERTED'
      ? await revertOf(port, transaction, receipt)
      : undefined
  return {
    kind: 'INCLUDED',
    rest: restOf(header.value, heads, port),
    ...{ block: blockOf(header.value), status, gasUsed, gasPrice },
    ...(revert === undefined ? {} : { revert }),
  }
}

const sightingOf = async (
  port: ChainPort,
  transaction: ExistingTransaction,
  hash: string,
  heads: Heads,
): Promise<Sighting> => {
  const receipt = await port.receipt(hash)
  if (receipt.kind === 'unanswered') return { kind: 'UNANSWERED' }
  if (receipt.kind === 'found') return mined(port, transaction, receipt.value, heads)
  const waits = await port.transaction(hash)
  if (waits.kind === 'absent') return { kind: 'NOTHING' }
  // In a block since its receipt was asked for: that is seen next time.
  return waits.kind === 'found' && waits.value.blockHash === null
    ? { kind: 'WAITS' }
    : { kind: 'UNANSWERED' }
}

/** Nonces used up below what a reorganisation can reach: by the node's tag, or beyond the window that is watched. */
const usedForGood = async (port: ChainPort, address: string, { latest }: Heads) => {
  const { finality, window } = port.settings
  const beyond = latest.number - BigInt(window)
  if (finality.by !== 'TAG' && beyond < 0n) return undefined
  const at = finality.by === 'TAG' ? 'finalized' : beyond
  const count = await port.transactionCount(address, at)
  return count.kind === 'found' ? count.value : undefined
}

/** What the chain shows of a transaction; undefined when it does not answer. Counts first: what is used up is then in a block. */
export const lookAt = async (
  port: ChainPort,
  transaction: ExistingTransaction,
  address: string,
): Promise<View | undefined> => {
  const heads = await port.heads()
  if (heads.kind !== 'found') return undefined
  const used = await port.transactionCount(address, 'latest')
  if (used.kind !== 'found') return undefined
  const forGood = await usedForGood(port, address, heads.value)
  const attempts = new Map<string, Sighting>()
  for (const { hash } of transaction.attempts)
    attempts.set(hash, await sightingOf(port, transaction, hash, heads.value))
  const { inclusion } = transaction
  const instead =
    inclusion === undefined ? undefined : await port.header(BigInt(inclusion.block.number))
  const market = await port.fees()
  return {
    used: used.value,
    usedForGood: forGood,
    attempts,
    market: market.kind === 'found' ? market.value : undefined,
    ...(instead?.kind === 'found' ? { instead: blockOf(instead.value) } : {}),
  }
}
