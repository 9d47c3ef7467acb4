import { Client } from 'pg'

const textOf = (query: unknown): string =>
  typeof query === 'string'
    ? query
    : typeof query === 'object' && query !== null && 'text' in query
      ? String(query.text)
      : ''

/** Ends this process, as by kill -9. */
export const dieNow = (): void => void process.kill(process.pid, 'SIGKILL')

/**
 * Ends this process, as by kill -9, when it is about to send the n-th statement to Postgres that has such a text: all that
 * was sent before is done, but for an open transaction, of which nothing is.
 */
export const dieAt = (pattern: RegExp, nth = 1): void => {
  const query: unknown = Object.getOwnPropertyDescriptor(Client.prototype, 'query')?.value
  if (typeof query !== 'function') throw new Error('the driver has no such method')
  let left = nth
  Object.defineProperty(Client.prototype, 'query', {
    value: function (this: Client, ...given: readonly unknown[]): unknown {
      if (pattern.test(textOf(given[0])) && (left -= 1) === 0) dieNow()
      return Reflect.apply(query, this, given)
    },
  })
}
