import { isObject } from '../api/json.ts'
import type { Session } from './session.ts'

const place = 'qhub.session'

const isSession = (value: unknown): value is Session =>
  isObject(value) &&
  ['userId', 'name', 'accessToken', 'refreshToken', 'refreshKey'].every(
    (name) => typeof value[name] === 'string',
  ) &&
  typeof value['expiresAt'] === 'number' &&
  Array.isArray(value['roles'])

/** What this tab was left with; it ends with the tab. */
export const readKept = (): Session | undefined => {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(place) ?? 'null')
    return isSession(value) ? value : undefined
  } catch {
    return undefined
  }
}

export const keep = (session: Session | undefined): void => {
  if (session === undefined) sessionStorage.removeItem(place)
  else sessionStorage.setItem(place, JSON.stringify(session))
}
