import { z } from 'zod'

/** The hub's key of a chain, as its settings name it: `local`, `ethereum`, `polygon`. */
export const ChainKey = z.string().regex(/^[a-z][a-z0-9]{0,31}$/)
export type ChainKey = z.output<typeof ChainKey>

/** An account on an EVM chain, its letters in the case that EIP-55 gives them. */
export const ChainAddress = z.string().regex(/^0x[0-9a-fA-F]{40}$/)
export type ChainAddress = z.output<typeof ChainAddress>

/** 32 bytes, lower-case hex. */
export const Bytes32 = z.string().regex(/^0x[0-9a-f]{64}$/)

/** The token of the hub, counted in its smallest unit. */
export const qvt = 'QVT/18'
