import { z } from 'zod'
import type { Person } from '../../client/sign-up.ts'
import { hold } from '../expect.ts'
import type { Stage } from '../stage.ts'
import { until } from '../until.ts'

const Requested = z.looseObject({ actionId: z.string() })
const Read = z.looseObject({ status: z.string(), detail: z.string().optional() })

export type Wish = {
  readonly action: string
  readonly subject: string
  readonly parameters?: Readonly<Record<string, string>>
  readonly confirm?: string
}

/** Has the hub do something for its operator, and waits until it is on record as done; what came of it. */
export const haveDone = async ({ http }: Stage, { token }: Person, wish: Wish): Promise<string> => {
  const body = { ...wish, reason: 'The demo' }
  const { actionId } = Requested.parse(
    (await http.send('POST', '/v1/operator-actions', body, { token })).body,
  )
  const { status, detail = '' } = await until(wish.action, async () => {
    const read = Read.parse((await http.get(`/v1/operator-actions/${actionId}`, { token })).body)
    return read.status === 'REQUESTED' ? undefined : read
  })
  hold(status === 'DONE', `${wish.action}: ${detail}`)
  return detail
}
