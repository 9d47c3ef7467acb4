import { isMetastream, metastreamOf, streamOfMetastream } from '../core/streams.ts'
import type { Log } from '../store/log.ts'
import { dataOf } from '../store/record.ts'
import { adminsGroup, isAdmin, type Principal } from './principal.ts'

/** What can be done with a stream; metadata has rights of its own. */
export type StreamAction = 'read' | 'write' | 'delete' | 'metadataRead' | 'metadataWrite'

/** Who may: logins and groups. What an access list does not name is left to the defaults. */
type AccessList = { readonly [action in StreamAction]?: readonly string[] }

const keys = {
  read: '$r',
  write: '$w',
  delete: '$d',
  metadataRead: '$mr',
  metadataWrite: '$mw',
} as const

/** The group that everybody is in, callers without credentials too. */
const all = '$all'

type Json = Readonly<Record<string, unknown>>

const objectOf = (value: unknown): Json | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined

const rolesIn = (value: unknown): readonly string[] | undefined => {
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? value.filter((role) => typeof role === 'string') : undefined
}

const listIn = (json: Json | undefined, action: StreamAction): AccessList[StreamAction] =>
  rolesIn(json?.[keys[action]])

/** The last event of a stream as JSON, read from disk: what is still being written does not count yet. */
const lastOf = (log: Log, stream: string): Json | undefined => {
  const id = log.streamIdOf(stream)
  const last = id === undefined ? undefined : log.streamBackwards(id, Number.MAX_SAFE_INTEGER, 1)[0]
  const bytes = last === undefined ? undefined : log.get(last.position)
  if (bytes === undefined) return undefined
  try {
    return objectOf(JSON.parse(dataOf(bytes).toString('utf8')))
  } catch {
    return undefined
  }
}

/** The stream's own list, else that of `$settings`, else open to all, and system streams to administrators. */
const rolesFor = (log: Log, stream: string, action: StreamAction): readonly string[] => {
  const system = stream.startsWith('$')
  const own = listIn(objectOf(lastOf(log, metastreamOf(stream))?.['$acl']), action)
  if (own !== undefined) return own
  const settings = lastOf(log, '$settings')?.[system ? '$systemStreamAcl' : '$userStreamAcl']
  return listIn(objectOf(settings), action) ?? [system ? adminsGroup : all]
}

const metadataAction = (action: StreamAction): StreamAction | undefined => {
  switch (action) {
    case 'read':
    case 'metadataRead':
      return 'metadataRead'
    case 'write':
    case 'metadataWrite':
      return 'metadataWrite'
    case 'delete':
      return undefined
  }
}

const mayTouch = (
  log: Log,
  principal: Principal,
  action: StreamAction,
  stream: string,
): boolean => {
  if (isAdmin(principal)) return true
  const { login, groups } = principal
  return rolesFor(log, stream, action).some(
    (role) => role === all || role === login || groups.includes(role),
  )
}

/**
 * Whether a caller may do something with a stream, as EventStoreDB 24.2 decides: administrators may everything but
 * write or delete `$all` and delete metadata, which nobody may.
 */
export const mayAccess = (
  log: Log,
  principal: Principal,
  action: StreamAction,
  stream: string,
): boolean => {
  if (stream === '$all' && (action === 'write' || action === 'delete')) return false
  if (!isMetastream(stream)) return mayTouch(log, principal, action, stream)
  const meant = metadataAction(action)
  return meant !== undefined && mayTouch(log, principal, meant, streamOfMetastream(stream))
}
