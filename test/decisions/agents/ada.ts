import type { Cast } from '../../../ops/demo/agents/cast.ts'
import { until } from '../../../ops/demo/until.ts'

export const usd = (amount: string) => ({ amount, asset: 'USD/2' })

/** What Ada sends, and what she gets to read. */
export const asAda = ({ stage: { http }, ada: { token } }: Cast) => ({
  send: async (method: string, path: string, body?: object) =>
    (await http.send(method, path, body, { token })).body,
  get: async (path: string) => (await http.get(path, { token })).body,
})
export type Ada = ReturnType<typeof asAda>

export const becomes = (ada: Ada, path: string, ...statuses: readonly string[]): Promise<true> =>
  until(`${path} to be ${statuses.join(' or ')}`, async () =>
    statuses.includes(String((await ada.get(path))['status'])) ? true : undefined,
  )
