import { numberOf, type LinkedBlock } from '../../../domain/tokens/chain/block.ts'
import type { Tags } from '../../../domain/tokens/chain/finality.ts'
import type { Shown } from '../../../domain/tokens/chain/next-step.ts'
import type { ChainPort, Header } from '../../../platform/chain/port.ts'
import { blockOf, insist } from './node.ts'

/** What tells a chain apart from all others. */
export type Identity = Pick<Shown, 'genesis' | 'chainId'>

export type Look = { readonly shown: Shown; readonly tags: Tags }

export const identify = async (port: ChainPort): Promise<Identity> => ({
  genesis: insist(await port.header(0n), 'block 0').hash,
  chainId: insist(await port.chainId(), 'chain id').toString(),
})

/** The block at a height; nothing if the node has none there. Throws NodeUnanswered. */
export const blockAt = async (
  port: ChainPort,
  number: bigint,
): Promise<LinkedBlock | undefined> => {
  const found = await port.header(number)
  return found.kind === 'absent' ? undefined : blockOf(insist(found, `block ${number}`))
}

const orNull = (header: Header | null): LinkedBlock | null =>
  header === null ? null : blockOf(header)

/** One look at a node. It is asked who it is when that is not known, or when what it shows is not what was there. */
export const lookAt = async (
  port: ChainPort,
  tip: LinkedBlock | undefined,
  known: Identity | undefined,
): Promise<Look> => {
  const heads = insist(await port.heads(), 'newest block')
  const latest = blockOf(heads.latest)
  const atTip =
    tip === undefined || heads.latest.number < numberOf(tip)
      ? undefined
      : await blockAt(port, numberOf(tip))
  const isAsBefore = atTip !== undefined && atTip.hash === tip?.hash
  const identity = known !== undefined && isAsBefore ? known : await identify(port)
  const shown = { latest, ...identity, ...(atTip === undefined ? {} : { atTip }) }
  return { shown, tags: { safe: orNull(heads.safe), finalised: orNull(heads.finalised) } }
}
