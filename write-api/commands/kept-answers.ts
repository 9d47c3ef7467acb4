import { z } from 'zod'
import type { Cache } from '../../platform/cache/cache.ts'
import { errorTable, type ErrorCode } from '../../platform/errors/table.ts'
import type { HttpAnswer } from './http-answer.ts'

const Code = z.custom<ErrorCode>(
  (value) => typeof value === 'string' && Object.hasOwn(errorTable, value),
)

const Issue = z.strictObject({
  pointer: z.string(),
  code: z.string(),
  detail: z.string(),
  line: z.number().exactOptional(),
  column: z.number().exactOptional(),
})
const Kept = z.strictObject({
  fingerprint: z.string(),
  answer: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('answered'),
      status: z.int(),
      headers: z.record(z.string(), z.string()),
      body: z.record(z.string(), z.unknown()),
    }),
    z.strictObject({
      kind: z.literal('failed'),
      failure: z.strictObject({
        code: Code,
        detail: z.string(),
        issues: z.array(Issue).exactOptional(),
      }),
    }),
  ]),
})
export type Kept = { readonly fingerprint: string; readonly answer: HttpAnswer }

/** How long an answer is given again from the cache. From the log it is given for ever. */
const keptForMs = 24 * 60 * 60 * 1000
/** Longer than any command takes; a lock that outlives its process ends then. */
const runningForMs = 60_000

export const answerKey = (commandId: string): string => `idempotency:${commandId}`
const lockKey = (commandId: string): string => `idempotency:${commandId}:running`

/** Answers by command id. Discardable: what they save is work, what makes a repetition safe is the log. */
export type KeptAnswers = {
  /** The fingerprint of the input that is being executed under this id, or nothing: now it is ours. */
  readonly begin: (commandId: string, fingerprint: string) => Promise<string | undefined>
  readonly find: (commandId: string) => Promise<Kept | undefined>
  /** Ends what `begin` began, with an answer to keep or without. */
  readonly end: (commandId: string, kept?: Kept) => Promise<void>
}

export const keptAnswers = (cache: Cache): KeptAnswers => ({
  begin: async (commandId, fingerprint) => {
    const key = lockKey(commandId)
    const ours = await cache.setIfAbsent(key, fingerprint, runningForMs)
    return ours ? undefined : ((await cache.get(key)) ?? fingerprint)
  },
  find: async (commandId) => {
    const text = await cache.get(answerKey(commandId))
    if (text === undefined) return undefined
    const parsed = Kept.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : undefined
  },
  end: async (commandId, kept) => {
    const unlock = { kind: 'delete', key: lockKey(commandId) } as const
    const keep = {
      kind: 'set',
      key: answerKey(commandId),
      value: JSON.stringify(kept),
      ttlMs: keptForMs,
    } as const
    await cache.write(kept === undefined ? [unlock] : [keep, unlock])
  },
})
