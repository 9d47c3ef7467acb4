import { createSourceEventStream, execute, type ExecutionArgs, type ExecutionResult } from 'graphql'
import type { ReadContext } from '../view/view.ts'
import type { Change } from './changes.ts'

/** The context to begin in, and a fresh one for each change: what is shown is read anew, never from an earlier read. */
export type Contexts = {
  readonly first: ReadContext
  readonly at: (change: Change) => Promise<ReadContext>
}

const isStream = (
  value: AsyncIterable<unknown> | ExecutionResult,
): value is AsyncIterable<unknown> => Symbol.asyncIterator in value

const isChange = (value: unknown): value is Change =>
  typeof value === 'object' && value !== null && 'position' in value

/**
 * Executes the operation once for each change. Ending it ends the source at once, also while it waits for a change: an
 * async generator would only notice at its next one, and leak until then.
 */
export const streamOf = async (
  args: Omit<ExecutionArgs, 'contextValue'>,
  contexts: Contexts,
  decorate: (result: ExecutionResult, context: ReadContext) => ExecutionResult,
): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> => {
  const source = await createSourceEventStream({ ...args, contextValue: contexts.first })
  if (!isStream(source)) return source
  const changes: AsyncIterator<unknown, unknown> = source[Symbol.asyncIterator]()
  const results: AsyncIterableIterator<ExecutionResult> = {
    next: async () => {
      const step = await changes.next()
      if (step.done === true) return { done: true, value: undefined }
      const change = step.value
      if (!isChange(change)) throw new TypeError('a subscription yields changes')
      try {
        const contextValue = await contexts.at(change)
        const result = await execute({ ...args, rootValue: change, contextValue })
        return { done: false, value: decorate(result, contextValue) }
      } catch (error) {
        await changes.return?.()
        throw error
      }
    },
    return: async () => {
      await changes.return?.()
      return { done: true, value: undefined }
    },
    throw: async (error) => {
      await changes.return?.()
      throw error
    },
    [Symbol.asyncIterator]: () => results,
  }
  return results
}
