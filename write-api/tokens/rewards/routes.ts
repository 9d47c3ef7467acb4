import { z } from 'zod'
import { beginRewardEpoch } from '../../../commands/tokens/rewards/begin-epoch.ts'
import { claimReward } from '../../../commands/tokens/rewards/claim-reward.ts'
import { postRewardEpoch } from '../../../commands/tokens/rewards/post-epoch.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { Mount } from '../../mount.ts'
import { Id, noBody } from '../../shapes.ts'

const chain = beginRewardEpoch.input.shape.chain.max(32)
const EpochPath = z.strictObject({
  chain,
  epoch: z
    .string()
    .regex(/^[1-9][0-9]{0,8}$/)
    .max(9)
    .describe('Its number on the chain, from 1 on'),
})
const EpochAnswer = z.object({
  chain: z.string().max(32),
  epoch: z.int().describe('0 when there has been none'),
  stage: z
    .string()
    .max(20)
    .describe('NONE, BEGUN, EMPTY, DIVIDED, POSTING, FAILED or POSTED: how far it is'),
})

const epochOf = ({ chain: of, epoch }: z.output<typeof EpochPath>) => ({
  chain: of,
  epoch: Number(epoch),
})

/** What quantum computers earn for paid time on them, epoch by epoch. */
export const rewardRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'beginRewardEpoch',
    tag: 'tokens',
    summary: 'Divide the work since the last epoch now (operators)',
    description:
      'As every Monday at midnight, UTC. The epoch covers the log from where the last one ended up to now. While the last ' +
      'one is not on the chain yet, nothing begins, and that one is answered.',
    problems: ['NOT_FOUND', 'CHAIN_UNKNOWN'],
    method: 'POST',
    path: '/v1/chains/:chain/reward-epochs',
    command: beginRewardEpoch,
    params: z.strictObject({ chain }),
    body: noBody,
    input: (path) => path,
    status: 202,
    answer: EpochAnswer,
  }),
  mountCommand({
    operationId: 'postRewardEpoch',
    tag: 'tokens',
    summary: 'Ask the chain once more for an epoch that it refused (operators)',
    description:
      'After what was in the way is gone: the treasury lacked QVT, or the token was paused.',
    problems: ['NOT_FOUND'],
    method: 'POST',
    path: '/v1/chains/:chain/reward-epochs/:epoch/posting',
    command: postRewardEpoch,
    params: EpochPath,
    body: noBody,
    input: epochOf,
    status: 202,
    answer: EpochAnswer,
  }),
  mountCommand({
    operationId: 'claimReward',
    tag: 'tokens',
    summary: 'Have the hub claim what your computer earned in an epoch',
    description:
      'It is paid to the address that was its operator’s, and the hub pays for the gas. Asked for again it is the same ' +
      'transaction. Whoever has the proof (in `rewardEpochs` of the read interface) may claim it at the contract, too.',
    problems: ['NOT_FOUND', 'CHAIN_UNKNOWN'],
    method: 'POST',
    path: '/v1/chains/:chain/reward-epochs/:epoch/claims',
    command: claimReward,
    params: EpochPath,
    body: claimReward.input.pick({ deviceId: true }),
    example: { deviceId: '0190b7e0-5f2a-7c3d-8e4f-5a6b7c8d9e0f' },
    input: (path, body) => ({ ...epochOf(path), ...body }),
    status: 202,
    answer: z.object({
      chain: z.string().max(32),
      epoch: z.int(),
      deviceId: Id,
      transactionId: Id,
      amount: z.string().max(36).describe('Of QVT, in its smallest unit'),
      account: z.string().max(42),
    }),
  }),
]
