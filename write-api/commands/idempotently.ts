import type { FastifyBaseLogger } from 'fastify'
import type { Failure } from '../../platform/errors/problem.ts'
import { errorTable } from '../../platform/errors/table.ts'
import type { HttpAnswer } from './http-answer.ts'
import type { Kept, KeptAnswers } from './kept-answers.ts'

export type Given = { readonly answer: HttpAnswer; readonly replayed: boolean }

export type Request = {
  readonly commandId: string
  /** Hash of the input: the same key with another one is refused. */
  readonly fingerprint: string
  /** False for answers with secrets in them, which only the log gives again. */
  readonly keep: boolean
}

const reused: Failure = {
  code: 'IDEMPOTENCY_KEY_REUSED',
  detail: 'The key was used for the same operation with another input.',
}
const running: Failure = {
  code: 'COMMAND_IN_PROGRESS',
  detail: 'This very command is being executed; its answer can be had soon.',
}

const failed = (failure: Failure): Given => ({
  answer: { kind: 'failed', failure },
  replayed: false,
})

/** A failure that may pass by itself, or with another If-Match, is not for keeping. */
const isFinal = (answer: HttpAnswer): boolean => {
  if (answer.kind === 'answered') return true
  const { retryable, status } = errorTable[answer.failure.code]
  return !retryable && status < 500 && status !== 412
}

const fromKept = (kept: Kept, fingerprint: string): Given =>
  kept.fingerprint === fingerprint ? { answer: kept.answer, replayed: true } : failed(reused)

/**
 * Executes a command once per key as long as the cache remembers it, and answers repetitions with what was answered.
 * Without a cache the command is simply executed: under the same command id it writes nothing twice.
 */
export const idempotently = async (
  answers: KeptAnswers,
  logger: FastifyBaseLogger,
  { commandId, fingerprint, keep }: Request,
  execute: () => Promise<Given>,
): Promise<Given> => {
  const remembering = async <Value>(work: () => Promise<Value>): Promise<Value | undefined> => {
    try {
      return await work()
    } catch (error) {
      logger.warn({ err: error, commandId }, 'the idempotency cache does not answer')
      return undefined
    }
  }
  const other = await remembering(() => answers.begin(commandId, fingerprint))
  if (other !== undefined) return failed(other === fingerprint ? running : reused)
  let kept: Kept | undefined
  try {
    const before = await remembering(() => answers.find(commandId))
    if (before !== undefined) return fromKept(before, fingerprint)
    const given = await execute()
    if (keep && isFinal(given.answer)) kept = { fingerprint, answer: given.answer }
    return given
  } finally {
    await remembering(() => answers.end(commandId, kept))
  }
}
