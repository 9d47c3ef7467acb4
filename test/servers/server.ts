import { randomUUID } from 'node:crypto'

/** A server for one test file. Stop it in the file's `t.teardown`. */
export type TestServer = {
  readonly url: string
  /** Unique to this test, for keys and subjects: the server may be shared with others. */
  readonly prefix: string
  readonly stop: () => Promise<void>
}

export const uniquePrefix = (): string => `t${randomUUID().slice(0, 8)}`

/** The server that the environment names, which stays when the test ends; undefined without one. */
export const givenServer = (variable: string): TestServer | undefined => {
  const url = process.env[variable]
  return url ? { url, prefix: uniquePrefix(), stop: () => Promise.resolve() } : undefined
}
