import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Provider } from '../../../platform/providers/port.ts'

/** A provider that is told another token at each submission; questions are asked of the last one. */
export const withoutClientToken = (inner: Provider, dataDir: string): Provider => {
  const fileOf = (token: string): string => join(dataDir, `token-${token}`)
  const last = (token: string): string => {
    try {
      return readFileSync(fileOf(token), 'utf8')
    } catch {
      return token
    }
  }
  return {
    ...inner,
    submit: (submission) => {
      const { clientToken } = submission
      const another = `${clientToken}/${randomUUID()}`
      writeFileSync(fileOf(clientToken), another)
      return inner.submit({ ...submission, clientToken: another })
    },
    find: (token) => inner.find(last(token)),
    cancel: (token) => inner.cancel(last(token)),
    watch: (token, options) => inner.watch(last(token), options),
  }
}
