import { z } from 'zod'
import { recordEntry } from '../../../commands/billing/ledger/record-entry.ts'
import {
  postEntry,
  reverseEntry,
  voidEntry,
} from '../../../commands/billing/ledger/resolve-entry.ts'
import { mountCommand } from '../../commands/mount-command.ts'
import type { RouteDocument } from '../../commands/route.ts'
import type { Mount } from '../../mount.ts'
import { Id } from '../../shapes.ts'

const Answer = z.object({
  entryId: Id,
  status: z
    .enum(['PENDING', 'POSTED', 'VOIDED', 'EXPIRED', 'REVERSED'])
    .describe('Where the entry is now'),
})
const OnEntry = z.strictObject({ entryId: Id })

const links: RouteDocument['links'] = [
  'postJournalEntry',
  'voidJournalEntry',
  'reverseJournalEntry',
].map((operationId) => ({ operationId, parameter: 'entryId', member: 'entryId' }))

/** Adjusting entries of the hub's own books. */
export const journalRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'recordJournalEntry',
    tag: 'billing',
    summary: 'Adjust the hub’s own books (operators)',
    description:
      'All legs in one transaction: debits equal credits. Accounts that belong to a wallet, a bill or a payee are not adjusted by hand. With `pendingUntil` nothing moves until the entry is posted, whole or in part; not posted by then, it expires.',
    problems: [
      'ENTRY_UNBALANCED',
      'ACCOUNT_NOT_ADJUSTABLE',
      'AMOUNT_OUT_OF_RANGE',
      'ENTRY_TIME_OUT_OF_RANGE',
    ],
    links,
    method: 'POST',
    path: '/v1/journal-entries',
    command: recordEntry,
    params: z.strictObject({}),
    body: recordEntry.input,
    example: {
      asset: 'USD/2',
      legs: [
        { account: 'psp_fees', side: 'DEBIT', amount: '290' },
        { account: 'psp_clearing', side: 'CREDIT', amount: '290' },
      ],
      reason: 'Fees of October, statement 2026-10',
      bookedAt: '2026-10-31T23:59:59.000Z',
    },
    input: (_, body) => body,
    status: 201,
    answer: Answer,
  }),
  mountCommand({
    operationId: 'postJournalEntry',
    tag: 'billing',
    summary: 'Post a pending adjusting entry, whole or in part (operators)',
    problems: [
      'NOT_FOUND',
      'ILLEGAL_ENTRY_TRANSITION',
      'POST_ABOVE_PENDING',
      'ENTRY_UNBALANCED',
      'ACCOUNT_NOT_ADJUSTABLE',
      'AMOUNT_OUT_OF_RANGE',
    ],
    links,
    method: 'POST',
    path: '/v1/journal-entries/:entryId/posting',
    command: postEntry,
    params: OnEntry,
    body: postEntry.input.omit({ entryId: true }),
    example: { reason: 'As on the statement' },
    input: ({ entryId }, body) => ({ entryId, ...body }),
    status: 200,
    answer: Answer,
  }),
  mountCommand({
    operationId: 'voidJournalEntry',
    tag: 'billing',
    summary: 'Give up a pending adjusting entry (operators)',
    problems: ['NOT_FOUND', 'ILLEGAL_ENTRY_TRANSITION'],
    links,
    method: 'POST',
    path: '/v1/journal-entries/:entryId/void',
    command: voidEntry,
    params: OnEntry,
    body: voidEntry.input.omit({ entryId: true }),
    example: { reason: 'Entered twice' },
    input: ({ entryId }, body) => ({ entryId, ...body }),
    status: 200,
    answer: Answer,
  }),
  mountCommand({
    operationId: 'reverseJournalEntry',
    tag: 'billing',
    summary: 'Reverse a posted adjusting entry, once (operators)',
    problems: ['NOT_FOUND', 'ILLEGAL_ENTRY_TRANSITION', 'ENTRY_ALREADY_REVERSED'],
    links,
    method: 'POST',
    path: '/v1/journal-entries/:entryId/reversal',
    command: reverseEntry,
    params: OnEntry,
    body: reverseEntry.input.omit({ entryId: true }),
    example: { reason: 'Booked on the wrong account' },
    input: ({ entryId }, body) => ({ entryId, ...body }),
    status: 200,
    answer: Answer,
  }),
]
