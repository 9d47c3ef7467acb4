import { readFileSync } from 'node:fs'
import { getAddress, isAddress } from 'ethers'
import { z } from 'zod'

/** The hub's contracts, by the names that events and commands use. */
export const contractKeys = [
  'qvt',
  'payments',
  'staking',
  'registry',
  'rewards',
  'parameters',
  'governor',
  'timelock',
] as const
export type ContractKey = (typeof contractKeys)[number]

const address = z
  .string()
  .refine(isAddress, 'an address')
  .transform((text) => getAddress(text))

/**
 * When a block counts as final: when the node's tag says so, when so many blocks stand on it, or when it is so old.
 * The same policy at a quarter of depth or time makes it safe.
 */
const finality = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('TAG') }),
  z.strictObject({ by: z.literal('DEPTH'), depth: z.int().min(1).max(100_000) }),
  z.strictObject({ by: z.literal('SECONDS'), seconds: z.int().min(1).max(604_800) }),
])

const evmChain = z.strictObject({
  chain: z.string().regex(/^[a-z][a-z0-9]{0,31}$/, 'a key of lower-case letters and digits'),
  kind: z.literal('EVM'),
  chainId: z.int().min(1),
  url: z.url({ protocol: /^https?$/ }),
  finality,
  /** Blocks whose hashes are remembered: a reorganisation that goes deeper halts the chain. */
  window: z.int().min(2).max(100_000),
  pollMs: z.int().min(10).max(600_000),
  contracts: z.strictObject({
    qvt: address,
    payments: address,
    staking: address,
    registry: address,
    rewards: address,
    parameters: address,
    governor: address,
    timelock: address,
  }),
  /** The block of the first of them: nothing before it is looked at. */
  startBlock: z.int().min(0).default(0),
  /** The signers' names among the hub's keys: who holds what customers deposited, and who does the hub's other work. */
  treasury: z.string().min(1).max(64).default('TREASURY'),
  operator: z.string().min(1).max(64).default('OPERATOR'),
})

/** One kind so far; another machine (Solana) is another member here and another adapter behind the same port. */
export type ChainSettings = Readonly<z.output<typeof evmChain>>

const chains = z
  .array(evmChain)
  .max(16)
  .refine(
    (list) => new Set(list.map(({ chain }) => chain)).size === list.length,
    'every chain once',
  )

export const parseChains = (value: unknown): readonly ChainSettings[] => chains.parse(value)

/** Reads the file that QHUB_CHAINS names. Throws a plain sentence that says what is wrong with it. */
export const readChainsFile = (path: string): readonly ChainSettings[] => {
  try {
    return parseChains(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
    throw new Error(`QHUB_CHAINS names ${path}, which does not list chains: ${why}`, {
      cause: error,
    })
  }
}
