import { z } from 'zod'
import { removeAutoTopUp, setAutoTopUp } from '../../../commands/billing/wallet/auto-top-up.ts'
import { grantCredit } from '../../../commands/billing/wallet/grant-credit.ts'
import {
  changeSpendingLimit,
  removeSpendingLimit,
  setSpendingLimit,
} from '../../../commands/billing/wallet/limits.ts'
import { reverseCredit } from '../../../commands/billing/wallet/reverse-credit.ts'
import { voidGrant } from '../../../commands/billing/wallet/void-grant.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { Mount } from '../../mount.ts'
import { Id, noBody } from '../../shapes.ts'

const WalletId = z
  .string()
  .max(60)
  .describe('The organisation’s id and the asset’s code, joined by a hyphen')
const WalletPath = z.strictObject({ walletId: WalletId })
const LimitPath = WalletPath.extend({ limitId: Id })
const LimitAnswer = z.object({ walletId: WalletId, limitId: Id })

const exampleId = '019aa7d2-0000-7000-8000-000000000001'

/** Credit with conditions, and what takes credit back. */
const grantRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'grantCredit',
    tag: 'billing',
    summary: 'Give an organisation credit with conditions (operators)',
    description:
      'Credit is spent by priority (lower first; credit without conditions has 50), then what expires sooner, then ' +
      'promotional credit before paid, then the older. What is not spent by `expiresAt` is gone, but for what `rollover` ' +
      'keeps. `applicability` restricts what it pays for; a list that is left out does not.',
    problems: ['NOT_FOUND', 'AMOUNT_OUT_OF_RANGE', 'ASSET_MISMATCH', 'LIMIT_REACHED'],
    method: 'POST',
    path: '/v1/wallets/:organisationId/grants',
    command: grantCredit,
    params: z.strictObject({ organisationId: Id }),
    body: grantCredit.input.omit({ organisation: true }),
    example: {
      amount: { amount: '5000', asset: 'USD/2' },
      category: 'PROMOTIONAL',
      priority: 10,
      expiresAt: '2027-12-31T00:00:00.000Z',
      applicability: { purposes: ['JOB'] },
      rollover: { maximum: '1000', days: 30, times: 1 },
      reason: 'For the first month',
    },
    input: ({ organisationId }, body) => ({ organisation: organisationId, ...body }),
    status: 201,
    answer: z.object({ walletId: WalletId, grantId: Id }),
  }),
  mountCommand({
    operationId: 'voidGrant',
    tag: 'billing',
    summary: 'Take back what is left of a grant (operators)',
    description:
      'What was spent of it stays spent. What comes back to it later, out of a hold or a refund, is taken back as well.',
    problems: ['NOT_FOUND', 'ALREADY_RESOLVED'],
    method: 'POST',
    path: '/v1/wallets/:walletId/grants/:grantId/void',
    command: voidGrant,
    params: WalletPath.extend({ grantId: Id }),
    body: voidGrant.input.pick({ reason: true }),
    example: { reason: 'Given twice by mistake' },
    input: (path, body) => ({ ...path, ...body }),
    status: 200,
    answer: z.object({ walletId: WalletId, grantId: Id }),
  }),
  mountCommand({
    operationId: 'reverseCredit',
    tag: 'billing',
    summary: 'Take back an operator’s credit, whole and once (operators)',
    description:
      '`transactionId` is that of the credit, as the ledger shows it. When it is spent already, it can’t be taken back.',
    problems: ['NOT_FOUND', 'ALREADY_REVERSED', 'INSUFFICIENT_FUNDS'],
    method: 'POST',
    path: '/v1/wallets/:walletId/credits/:transactionId/reversal',
    command: reverseCredit,
    params: WalletPath.extend({ transactionId: Id }),
    body: reverseCredit.input.pick({ reason: true }),
    example: { reason: 'Another organisation was meant' },
    input: (path, body) => ({ ...path, ...body }),
    status: 201,
    answer: z.object({ walletId: WalletId, transactionId: Id }),
  }),
]

/** What may be spent: by whom, on what, and in which time. */
const limitRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'setSpendingLimit',
    tag: 'billing',
    summary: 'Limit what may be spent of a wallet (owners, admins, billing)',
    description:
      'In a day or a month by the calendar in UTC, or ever; by the whole organisation, or where `subjectId` is the device, ' +
      'API key, session or person. It counts from now on, with what is held for jobs; what is given back in the same window ' +
      'is free again.',
    problems: ['NOT_FOUND', 'FORBIDDEN', 'INVALID_INPUT', 'ALREADY_EXISTS', 'LIMIT_REACHED'],
    method: 'POST',
    path: '/v1/wallets/:walletId/limits',
    command: setSpendingLimit,
    params: WalletPath,
    body: setSpendingLimit.input.omit({ walletId: true }),
    example: { scope: 'USER', subjectId: exampleId, window: 'DAY', amount: '2500' },
    input: (path, body) => ({ ...path, ...body }),
    status: 201,
    answer: LimitAnswer,
  }),
  mountCommand({
    operationId: 'changeSpendingLimit',
    tag: 'billing',
    summary: 'Change the amount of a spending limit (owners, admins, billing)',
    problems: ['NOT_FOUND', 'FORBIDDEN'],
    method: 'PUT',
    path: '/v1/wallets/:walletId/limits/:limitId',
    command: changeSpendingLimit,
    params: LimitPath,
    body: changeSpendingLimit.input.pick({ amount: true }),
    example: { amount: '5000' },
    input: (path, body) => ({ ...path, ...body }),
    status: 200,
    answer: LimitAnswer,
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'removeSpendingLimit',
    tag: 'billing',
    summary: 'Remove a spending limit (owners, admins, billing)',
    problems: ['NOT_FOUND', 'FORBIDDEN'],
    method: 'DELETE',
    path: '/v1/wallets/:walletId/limits/:limitId',
    command: removeSpendingLimit,
    params: LimitPath,
    body: noBody,
    input: (path) => path,
    status: 200,
    answer: LimitAnswer,
  }),
]

const topUpRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'setAutoTopUp',
    tag: 'billing',
    summary: 'Have a saved card fill a wallet up by itself (owners, admins, billing)',
    description:
      'When less than `threshold` can be spent, the card pays `topUp`: one payment at a time, and at most `monthlyCap` in a ' +
      'calendar month (UTC). A payment that fails pauses it until money comes in or it is set again. Amounts in minor units ' +
      'of the wallet’s asset.',
    problems: ['NOT_FOUND', 'FORBIDDEN', 'AMOUNT_OUT_OF_RANGE', 'ASSET_MISMATCH'],
    method: 'PUT',
    path: '/v1/wallets/:walletId/auto-top-up',
    command: setAutoTopUp,
    params: WalletPath,
    body: setAutoTopUp.input.omit({ walletId: true }),
    example: { threshold: '1000', topUp: '5000', monthlyCap: '20000', methodId: exampleId },
    input: (path, body) => ({ ...path, ...body }),
    status: 200,
    answer: WalletPath,
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'removeAutoTopUp',
    tag: 'billing',
    summary: 'Stop filling a wallet up by itself (owners, admins, billing)',
    problems: ['NOT_FOUND', 'FORBIDDEN'],
    method: 'DELETE',
    path: '/v1/wallets/:walletId/auto-top-up',
    command: removeAutoTopUp,
    params: WalletPath,
    body: noBody,
    input: (path) => path,
    status: 200,
    answer: WalletPath,
  }),
]

export const walletRoutes: readonly Mount[] = [...grantRoutes, ...limitRoutes, ...topUpRoutes]
