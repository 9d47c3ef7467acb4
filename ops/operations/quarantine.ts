import { groups } from '../../projections/groups.ts'
import { askQuarantine, listQuarantine } from '../../projections/quarantine/ask.ts'
import type { QuarantineRow } from '../../projections/runner/tables.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import type { DeedOrder, DeedOutcome } from '../../platform/operations/port.ts'
import { done, failed, notFound, type Deed, type DeedParts } from './deed.ts'

type Action = 'RETRY' | 'SKIP'

const lineOf = (action: Action, row: QuarantineRow): string => {
  const { group_name, stream, event_type, revision, waiting } = row
  const event = `${event_type} at revision ${revision.toString()} of ${stream}`
  const behind = `${waiting.toString()} behind it`
  return action === 'RETRY'
    ? `${group_name}: apply ${event}, and ${behind}`
    : `${group_name}: leave out ${event}, for ever, and apply ${behind}`
}

/** Groups that this action has asked before, and those in which the stream waits. */
const groupsOf = async ({ actionId, subject }: DeedOrder, { pool }: DeedParts) => {
  const byId = new Map(groups.map(({ name }) => [derivedId(actionId, name), name]))
  const { rows } = await pool.query<{ readonly request_id: string }>(
    'SELECT request_id FROM quarantine_request WHERE request_id = ANY($1)',
    [[...byId.keys()]],
  )
  const before = rows.flatMap(({ request_id }) => byId.get(request_id) ?? [])
  const waiting = (await listQuarantine(pool, subject)).map(({ group_name }) => group_name)
  return [...new Set([...before, ...waiting])]
}

const ask = async (action: Action, order: DeedOrder, parts: DeedParts): Promise<DeedOutcome> => {
  const { subject: stream, by, reason, actionId } = order
  const waiting = await groupsOf(order, parts)
  if (waiting.length === 0) return failed(`${stream} does not wait`)
  const wish = { stream, groups: waiting, action, reason, by }
  const answers = await askQuarantine(parts.pool, wish, {
    requestId: (group) => derivedId(actionId, group),
  })
  if (answers.length < waiting.length)
    return { outcome: 'PENDING', detail: 'no projector answered in time: it is done when one runs' }
  const told = answers.map(({ group, outcome, detail }) => `${group}: ${outcome} ${detail}`)
  const detail = told.join('; ')
  return answers.every(({ outcome }) => outcome === 'DONE') ? done(detail) : failed(detail)
}

const deed = (action: Action): Deed => ({
  preview: async ({ subject }, { pool }) => {
    const rows = await listQuarantine(pool, subject)
    return rows.length === 0
      ? notFound(`${subject} does not wait.`)
      : { would: rows.map((row) => lineOf(action, row)) }
  },
  perform: (order, parts) => ask(action, order, parts),
})

/** Applies what waits through today's code, in order. */
export const quarantineRetry = deed('RETRY')

/** Leaves out the event that stopped the stream, for ever, and goes on behind it. */
export const quarantineSkip = deed('SKIP')
