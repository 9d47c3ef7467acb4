/** What is offered for a unit of gas, in wei (EIP-1559): the most in all, and of that the most for who makes the block. */
export type Offer = { readonly maxFee: bigint; readonly maxPriorityFee: bigint }

/** What the chain asks now. */
export type Market = { readonly baseFee: bigint; readonly priorityFee: bigint }

/** A base fee grows by an eighth a block at most: twice as much is enough for six full ones. */
const room = 2n
/** Nodes take another transaction under a nonce only for a tenth more of both; an eighth is above every rounding. */
const raised = (fee: bigint): bigint => fee + fee / 8n + 1n

const greater = (one: bigint, other: bigint): bigint => (one > other ? one : other)

/** What a new transaction offers; undefined when it would be more than `ceiling`. */
export const offerFor = ({ baseFee, priorityFee }: Market, ceiling: bigint): Offer | undefined => {
  const maxFee = baseFee * room + priorityFee
  return baseFee + priorityFee > ceiling
    ? undefined
    : { maxFee: maxFee > ceiling ? ceiling : maxFee, maxPriorityFee: priorityFee }
}

/** What a transaction has to offer to take the place of another; undefined when it would be more than `ceiling`. */
export const offerAbove = (before: Offer, market: Market, ceiling: bigint): Offer | undefined => {
  const fresh = offerFor(market, ceiling)
  const maxPriorityFee = greater(raised(before.maxPriorityFee), market.priorityFee)
  const maxFee = greater(greater(raised(before.maxFee), fresh?.maxFee ?? 0n), maxPriorityFee)
  return maxFee > ceiling ? undefined : { maxFee, maxPriorityFee }
}
