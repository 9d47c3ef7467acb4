import { z } from 'zod'
import { journal } from '../../../domain/billing/ledger/journal.ts'
import { Id } from '../../../domain/shared/values.ts'
import { defineCommand } from '../../shared/definition.ts'
import { entryAnswer } from './entry-answer.ts'
import { Legs, Reason } from './journal-legs.ts'

const Reasoned = z.strictObject({ entryId: Id, reason: Reason })

/** Posts a pending entry: whole, or the legs that are given, which are at most what was prepared. */
export const postEntry = defineCommand({
  name: 'billing.post-entry',
  input: Reasoned.extend({ legs: Legs.exactOptional() }),
  scope: 'billing:admin',
  run: async ({ entryId, ...wished }, { change }) =>
    entryAnswer(entryId, await change(journal, entryId, { type: 'PostEntry', entryId, ...wished })),
})

/** Nothing comes of a pending entry. */
export const voidEntry = defineCommand({
  name: 'billing.void-entry',
  input: Reasoned,
  scope: 'billing:admin',
  run: async ({ entryId, reason }, { change }) =>
    entryAnswer(entryId, await change(journal, entryId, { type: 'VoidEntry', entryId, reason })),
})

/** The same legs on the other sides, once: what was entered is never changed. */
export const reverseEntry = defineCommand({
  name: 'billing.reverse-entry',
  input: Reasoned,
  scope: 'billing:admin',
  run: async ({ entryId, reason }, { change }) =>
    entryAnswer(entryId, await change(journal, entryId, { type: 'ReverseEntry', entryId, reason })),
})
