import { exhausted } from '../../../domain/shared/values.ts'
import type { LinkedBlock } from '../../../domain/tokens/chain/block.ts'
import { definitions } from '../../../domain/tokens/chain/chain-events.ts'
import { existing, projectionOf } from '../../shared/projection.ts'

const table = 'chains'

const headAt = ({ number, hash, at }: LinkedBlock) => ({
  head_number: BigInt(number),
  head_hash: hash,
  head_at: new Date(at),
})

const least = (one: bigint, other: bigint): bigint => (one < other ? one : other)

/** How far the hub's chains were followed. */
export const chains = projectionOf({
  name: 'chains',
  definitions,
  touches: ({ data }) => [{ table, key: { chain: data.chain }, isNew: false }],
  apply: ({ type, data, ...event }, rows) => {
    const { revision, position } = event
    const { chain } = data
    const changed_at = new Date(data.at)
    const before = rows.get(table, { chain })
    if (type === 'ChainOpened') {
      const number = BigInt(data.head.number)
      const row = {
        ...{ chain, chain_id: data.chainId, ...headAt(data.head), changed_at },
        ...{ safe_number: number, finalised_number: number, reorganisations: 0, deepest: 0 },
        ...{ reorganised_at: null, halted_code: null, halted_detail: null, halted_at: null },
        ...{ resumed_at: null, resumed_by: null, resumed_reason: null },
        ...{ created_position: position, revision, position },
      }
      return [{ do: 'put', table, row }]
    }
    const known = existing(before, { type, data, ...event })
    const row = { ...known, changed_at, revision, position }
    /** What is above a block is not safe, nor final, any longer. */
    const backTo = (block: LinkedBlock) => ({
      ...headAt(block),
      safe_number: least(known.safe_number, BigInt(block.number)),
      finalised_number: least(known.finalised_number, BigInt(block.number)),
    })
    switch (type) {
      case 'ChainAdvanced': {
        const reached = {
          ...headAt(data.head),
          ...{ safe_number: BigInt(data.safe), finalised_number: BigInt(data.finalised) },
        }
        return [{ do: 'put', table, row: { ...row, ...reached } }]
      }
      case 'ChainReorganised': {
        const news = {
          reorganisations: known.reorganisations + 1,
          deepest: Math.max(known.deepest, data.depth),
          reorganised_at: changed_at,
        }
        return [{ do: 'put', table, row: { ...row, ...backTo(data.to), ...news } }]
      }
      case 'ChainHalted': {
        const { code: halted_code, detail: halted_detail } = data
        const news = { halted_code, halted_detail, halted_at: changed_at }
        return [{ do: 'put', table, row: { ...row, ...news } }]
      }
      case 'ChainResumed': {
        const { by: resumed_by, reason: resumed_reason, to } = data
        const news = {
          ...{ halted_code: null, halted_detail: null, halted_at: null },
          ...{ resumed_at: changed_at, resumed_by, resumed_reason },
          ...(to === undefined ? {} : backTo(to)),
        }
        return [{ do: 'put', table, row: { ...row, ...news } }]
      }
      default:
        return exhausted(type)
    }
  },
})
