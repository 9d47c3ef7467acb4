import { isObject, textOf } from './json.ts'
import { command } from './command.ts'
import { withToken } from '../session/holder.ts'

/** Something that an operator asks of the hub. */
export type Wish = {
  readonly action: string
  readonly subject: string
  readonly reason: string
  readonly parameters?: Readonly<Record<string, string>>
  /** The subject, typed again, of what takes something away. */
  readonly confirm?: string
}

const path = '/v1/operator-actions'

/** Asks for it; the id of the action, which tells how it went. */
export const act = async (wish: Wish, key: string): Promise<string> => {
  const answer = await withToken((token) =>
    command({ method: 'POST', path, body: wish, token, key }),
  )
  return textOf(answer['actionId']) ?? ''
}

const linesIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(linesIn)
  if (!isObject(value)) return []
  const { would } = value
  if (Array.isArray(would)) return would.filter((line) => typeof line === 'string')
  return Object.values(value).flatMap(linesIn)
}

/** What it would do, in lines; nothing is done and nothing written. */
export const wouldDo = async (wish: Wish, key: string): Promise<readonly string[]> =>
  withToken(async (token) =>
    linesIn(
      await command({ method: 'POST', path: `${path}?validateOnly=true`, body: wish, token, key }),
    ),
  )
