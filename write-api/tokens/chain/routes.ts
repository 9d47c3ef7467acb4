import { z } from 'zod'
import { compareBalances } from '../../../commands/tokens/chain/compare-balances.ts'
import { resumeChain } from '../../../commands/tokens/chain/resume-chain.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { Mount } from '../../mount.ts'
import { Id } from '../../shapes.ts'

const units = z.string().max(40)

/** The chains that the hub follows. */
export const chainRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'resumeChain',
    tag: 'tokens',
    summary: 'Follow a chain again that was halted (operators)',
    description:
      'A chain is halted when its node shows none of the blocks that are kept, or another chain. Without `fromBlock` it ' +
      'is followed from where it was, for a node that was wrong and is right again. With it, the blocks that the node has ' +
      'now count: what was seen above that block and was not final is orphaned, and seen again where it stands.',
    problems: [
      'NOT_FOUND',
      'CHAIN_UNKNOWN',
      'CHAIN_NOT_HALTED',
      'CHAIN_BLOCK_AHEAD',
      'UNAVAILABLE',
    ],
    method: 'POST',
    path: '/v1/chains/:chain/resumption',
    command: resumeChain,
    params: z.strictObject({ chain: resumeChain.input.shape.chain.max(32) }),
    body: resumeChain.input.omit({ chain: true }),
    example: { reason: 'The provider’s node was on a branch of its own, ticket 4711' },
    input: (path, body) => ({ ...path, ...body }),
    status: 200,
    answer: z.object({
      chain: z.string().max(32),
      block: z.string().max(20).describe('The last block that counts as followed'),
    }),
  }),
  mountCommand({
    operationId: 'compareChainBalances',
    tag: 'tokens',
    summary: 'Compare the ledger with what the treasury holds, as it is done by itself (operators)',
    description:
      'At the block of each chain up to which all is final. What is on its way makes them differ for a while; a difference ' +
      'that was the same the time before is a finding, and one that is gone is cleared.',
    problems: ['UNAVAILABLE'],
    method: 'POST',
    path: '/v1/chain-comparisons',
    command: compareBalances,
    params: z.strictObject({}),
    body: compareBalances.input,
    example: {},
    input: (_, body) => body,
    status: 200,
    answer: z.object({
      runId: Id,
      asset: z.string().max(20),
      ours: units.describe('Minor units that the ledger says the hub holds on its chains'),
      theirs: units.describe('What its treasuries hold there'),
      difference: units,
      isConfirmed: z.boolean().describe('Whether the comparison before found the same difference'),
      findingId: Id.exactOptional(),
      holdings: z
        .array(z.object({ chain: z.string().max(32), block: z.string().max(20), amount: units }))
        .max(16),
    }),
  }),
]
