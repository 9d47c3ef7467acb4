import { z } from 'zod'
import { Instant } from '../../shared/values.ts'
import { Bytes32 } from '../values.ts'

/** The number of a block, as a decimal string. */
export const BlockNumber = z.string().regex(/^\d{1,20}$/)

/** A block, by its place and its content. */
export const Block = z.strictObject({
  number: BlockNumber,
  hash: Bytes32,
  /** When it was made, as the chain says. */
  at: Instant,
})
export type Block = z.output<typeof Block>

/** A block, and the one that it stands on. */
export const LinkedBlock = Block.extend({ parentHash: Bytes32 })
export type LinkedBlock = z.output<typeof LinkedBlock>

export const numberOf = ({ number }: { readonly number: string }): bigint => BigInt(number)

/** The higher of two numbers of blocks. */
export const higher = (one: bigint, other: bigint): bigint => (one > other ? one : other)

/** The lower of two numbers of blocks. */
export const lower = (one: bigint, other: bigint): bigint => (one < other ? one : other)
