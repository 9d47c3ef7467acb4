import { z } from 'zod'
import { contestSlashing } from '../../../commands/tokens/staking/contest-slashing.ts'
import { decideSlashing } from '../../../commands/tokens/staking/decide-slashing.ts'
import { fundStakingPool } from '../../../commands/tokens/staking/fund-pool.ts'
import { registerComputer } from '../../../commands/tokens/staking/register-computer.ts'
import { setStakingRate } from '../../../commands/tokens/staking/set-rate.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { Mount } from '../../mount.ts'
import { Id } from '../../shapes.ts'

const chain = registerComputer.input.shape.chain.max(32)
const ChainPath = z.strictObject({ chain })
const SlashingPath = z.strictObject({ slashingId: Id })
const amount = z.string().max(36).describe('Of QVT, in its smallest unit')
const Requested = z.object({ chain: z.string().max(32), transactionId: Id })
const SlashingAnswer = z.object({ slashingId: Id, status: z.string().max(20) })

/** Computers in the registries of chains, the pool of stakers, slashings. */
export const stakingRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'registerComputer',
    tag: 'tokens',
    summary: 'Put a device into the registry of a chain, or change what stands there',
    description:
      'From then on QVT can be staked on it, its paid work is rewarded, and its operator’s stake answers for reservations ' +
      'that fail. `operator` is an address that the owner has linked; of a registered computer it is changed by operators ' +
      'of the hub alone. `capacity` are the QPU-seconds a day that it offers. The chain has the last word: it is seen in ' +
      'the `quantumComputers` of the read interface.',
    problems: ['NOT_FOUND', 'CHAIN_UNKNOWN', 'ADDRESS_NOT_LINKED', 'REGISTRATION_UNDER_WAY'],
    method: 'PUT',
    path: '/v1/devices/:deviceId/chains/:chain',
    command: registerComputer,
    params: z.strictObject({ deviceId: Id, chain }),
    body: registerComputer.input.omit({ deviceId: true, chain: true }).extend({
      operator: registerComputer.input.shape.operator.max(42),
    }),
    example: { operator: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266', capacity: 43_200 },
    input: (path, body) => ({ ...path, ...body }),
    status: 202,
    answer: z.object({
      deviceId: Id,
      chain: z.string().max(32),
      computerId: z.string().max(66).describe('The device, as the contracts name it'),
    }),
  }),
  mountCommand({
    operationId: 'contestSlashing',
    tag: 'tokens',
    summary: 'Object to a slashing of your own computer',
    description:
      'In the 72 hours from its proposal on. Nothing is taken until an operator of the hub has decided.',
    problems: ['NOT_FOUND', 'ILLEGAL_SLASHING_TRANSITION'],
    method: 'POST',
    path: '/v1/slashings/:slashingId/objection',
    command: contestSlashing,
    params: SlashingPath,
    body: contestSlashing.input.omit({ slashingId: true }),
    example: { reason: 'The outage was announced; the window was closed an hour before.' },
    input: (path, body) => ({ ...path, ...body }),
    status: 200,
    answer: SlashingAnswer,
  }),
  mountCommand({
    operationId: 'decideSlashing',
    tag: 'tokens',
    summary: 'Waive a slashing, or uphold one that was contested or failed (operators)',
    description:
      'What the chain was asked for is not called back. An upheld slashing takes no more than is staked.',
    problems: ['NOT_FOUND', 'ILLEGAL_SLASHING_TRANSITION'],
    method: 'POST',
    path: '/v1/slashings/:slashingId/decision',
    command: decideSlashing,
    params: SlashingPath,
    body: decideSlashing.input.omit({ slashingId: true }),
    example: { decision: 'WAIVE', reason: 'The outage was the power supplier’s.' },
    input: (path, body) => ({ ...path, ...body }),
    status: 200,
    answer: SlashingAnswer,
  }),
  mountCommand({
    operationId: 'fundStakingPool',
    tag: 'tokens',
    summary: 'Give QVT of the treasury to the pool that stakers are paid from (operators)',
    description:
      'The pool and what is staked are counted apart in the contract: stakers are never paid with each other’s stakes.',
    problems: ['CHAIN_UNKNOWN'],
    method: 'POST',
    path: '/v1/chains/:chain/staking/fundings',
    command: fundStakingPool,
    params: ChainPath,
    body: fundStakingPool.input.omit({ chain: true }).extend({
      amount: fundStakingPool.input.shape.amount.max(36),
    }),
    example: { amount: '1000000000000000000000' },
    input: (path, body) => ({ ...path, ...body }),
    status: 202,
    answer: Requested.extend({ amount }),
  }),
  mountCommand({
    operationId: 'setStakingRate',
    tag: 'tokens',
    summary: 'Say what all stakers together earn in a second (operators)',
    description: 'It is shared by what each has staked, for as long as the pool has it.',
    problems: ['CHAIN_UNKNOWN'],
    method: 'PUT',
    path: '/v1/chains/:chain/staking/rate',
    command: setStakingRate,
    params: ChainPath,
    body: setStakingRate.input.omit({ chain: true }).extend({
      perSecond: setStakingRate.input.shape.perSecond.max(36),
    }),
    example: { perSecond: '10000000000000000' },
    input: (path, body) => ({ ...path, ...body }),
    status: 202,
    answer: Requested.extend({ perSecond: amount }),
  }),
]
