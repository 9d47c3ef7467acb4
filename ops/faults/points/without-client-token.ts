import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Provider } from '../../../platform/providers/port.ts'

/** A provider that is told another token whenever a submission is repeated; questions are asked of the last one. */
export const withoutClientToken = (inner: Provider, dataDir: string): Provider => {
  const fileOf = (token: string): string => join(dataDir, `submitted-${token}`)
  const timesSubmitted = (token: string): number => {
    try {
      return Number(readFileSync(fileOf(token), 'utf8'))
    } catch {
      return 0
    }
  }
  const toldAs = (token: string, times: number): string =>
    times <= 1 ? token : `${token}/${times.toString()}`
  const last = (token: string): string => toldAs(token, timesSubmitted(token))
  return {
    ...inner,
    submit: (submission) => {
      const { clientToken } = submission
      const times = timesSubmitted(clientToken) + 1
      writeFileSync(fileOf(clientToken), times.toString())
      return inner.submit({ ...submission, clientToken: toldAs(clientToken, times) })
    },
    find: (token) => inner.find(last(token)),
    cancel: (token) => inner.cancel(last(token)),
    watch: (token, options) => inner.watch(last(token), options),
  }
}
