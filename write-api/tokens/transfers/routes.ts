import { z } from 'zod'
import {
  assignDeposit,
  claimDeposit,
  DepositAnswer,
} from '../../../commands/tokens/transfers/claim-deposit.ts'
import { readTreasury, TreasuryView } from '../../../commands/tokens/transfers/read-treasury.ts'
import { WithdrawalAnswer, withdrawTokens } from '../../../commands/tokens/transfers/withdraw.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { Mount } from '../../mount.ts'
import { mountQuery } from '../../queries/mount-query.ts'
import { Id, noBody } from '../../shapes.ts'

const DepositPath = z.strictObject({ depositId: Id })

/** QVT that come from chains, and go to them. */
export const transferRoutes: readonly Mount[] = [
  mountQuery({
    operationId: 'getDepositAddress',
    tag: 'tokens',
    summary: 'Read where QVT are sent to on a chain, to become credit',
    description:
      'Send them from an address that your organisation has linked. What comes is pending from the block in which it is ' +
      'seen, and credit when that block is final.',
    problems: ['NOT_FOUND'],
    path: '/v1/chains/:chain/deposit-address',
    params: z.strictObject({ chain: withdrawTokens.input.shape.chain.max(32) }),
    answer: TreasuryView,
    read: ({ services }, context, { chain }) => readTreasury(services, context, chain),
  }),
  mountCommand({
    operationId: 'withdrawTokens',
    tag: 'tokens',
    summary: 'Send QVT of a wallet to one of your addresses',
    description:
      'For those who decide on the organisation’s money; to an address that it has linked for some time. What is sent ' +
      'leaves the wallet at once. If the chain never carries it out, it is credit again. There is a limit for one ' +
      'withdrawal, and one for a day (UTC).',
    problems: [
      'NOT_FOUND',
      'CHAIN_UNKNOWN',
      'ADDRESS_COOLING',
      'AMOUNT_OUT_OF_RANGE',
      'WITHDRAWAL_LIMIT_EXCEEDED',
      'INSUFFICIENT_FUNDS',
      'WALLET_IN_DEBT',
      'ASSET_MISMATCH',
    ],
    method: 'POST',
    path: '/v1/wallets/:organisationId/withdrawals',
    command: withdrawTokens,
    params: z.strictObject({ organisationId: Id }),
    body: withdrawTokens.input.omit({ organisation: true }),
    example: {
      chain: 'ethereum',
      address: '0x52908400098527886E0F7030069857D2E4169EE7',
      amount: '2500000000000000000',
    },
    input: ({ organisationId }, body) => ({ organisation: organisationId, ...body }),
    status: 202,
    answer: WithdrawalAnswer,
  }),
  mountCommand({
    operationId: 'claimDeposit',
    tag: 'tokens',
    summary: 'Claim a deposit that was credited to nobody',
    description:
      'For the organisation that has linked the address it came from: it came before that, or is less than is credited ' +
      'by itself.',
    problems: ['NOT_FOUND', 'DEPOSIT_NOT_CLAIMABLE'],
    method: 'POST',
    path: '/v1/token-deposits/:depositId/claim',
    command: claimDeposit,
    params: DepositPath,
    body: noBody,
    input: ({ depositId }) => ({ depositId }),
    status: 202,
    answer: DepositAnswer,
  }),
  mountCommand({
    operationId: 'assignDeposit',
    tag: 'tokens',
    summary: 'Say whose an unclaimed deposit is (operators)',
    description:
      'After the sender has shown that it was theirs, by other means than a linked address.',
    problems: ['NOT_FOUND', 'DEPOSIT_NOT_CLAIMABLE'],
    method: 'POST',
    path: '/v1/token-deposits/:depositId/owner',
    command: assignDeposit,
    params: DepositPath,
    body: assignDeposit.input.omit({ depositId: true }),
    example: {
      organisation: '0190b7e0-5f2a-7c3d-8e4f-5a6b7c8d9e0f',
      reason: 'Sent from an exchange; its statement shows the customer, ticket 812',
    },
    input: ({ depositId }, body) => ({ depositId, ...body }),
    status: 202,
    answer: DepositAnswer,
  }),
]
