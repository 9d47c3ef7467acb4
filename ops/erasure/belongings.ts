import type { Pool } from 'pg'
import type { Belongings, Ended } from '../../platform/personal-data/footprint.ts'
import { schemaOfGeneration } from '../../platform/positions/read-model.ts'
import { readFollowed } from '../../projections/generations/pointer.ts'

/** Subjects that are gone by their rows, and still have a key. */
export const leftoverKeys = async (pool: Pool): Promise<readonly string[]> => {
  const { live } = await readFollowed(pool)
  const schema = schemaOfGeneration(live)
  const { rows } = await pool.query<{ id: string }>(
    `SELECT k.subject_id AS id FROM subject_keys k
     WHERE k.destroyed_at IS NULL AND (
       EXISTS (SELECT FROM ${schema}.organisations o
         WHERE o.organisation_id::text = k.subject_id AND o.status = 'CLOSED')
       OR EXISTS (SELECT FROM ${schema}.invitations i
         WHERE i.invitation_id::text = k.subject_id AND i.status <> 'PENDING'))
     ORDER BY 1`,
  )
  return rows.map(({ id }) => id)
}

/** Ids of what the rows know to be somebody's, as readers see it now. */
export const belongingsOf = async (
  pool: Pool,
  userId: string,
  emailHash: string,
): Promise<Belongings> => {
  const { live } = await readFollowed(pool)
  const schema = schemaOfGeneration(live)
  const ids = async (query: string, value: string): Promise<readonly string[]> => {
    const { rows } = await pool.query<{ id: string }>(query, [value])
    return rows.map(({ id }) => id)
  }
  const alone = `(SELECT organisation_id FROM ${schema}.memberships GROUP BY organisation_id
    HAVING count(*) = 1 AND bool_and(user_id = $1))`
  return {
    organisations: await ids(
      `SELECT organisation_id AS id FROM ${schema}.memberships WHERE user_id = $1 ORDER BY 1`,
      userId,
    ),
    sessions: await ids(
      `SELECT session_id AS id FROM ${schema}.sessions WHERE user_id = $1 AND status = 'OPEN' ORDER BY 1`,
      userId,
    ),
    apiKeys: await ids(
      `SELECT key_id AS id FROM ${schema}.api_keys WHERE created_by = $1 AND revoked_at IS NULL ORDER BY 1`,
      userId,
    ),
    invitations: await ids(
      `SELECT invitation_id AS id FROM ${schema}.invitations WHERE status = 'PENDING' AND address_hash = $1 ORDER BY 1`,
      emailHash,
    ).then(async (received) => [
      ...received,
      ...(await ids(
        `SELECT invitation_id AS id FROM ${schema}.invitations WHERE status = 'PENDING' AND organisation_id IN ${alone} ORDER BY 1`,
        userId,
      )),
    ]),
    subscriptions: await ids(
      `SELECT subscription_id AS id FROM ${schema}.subscriptions
       WHERE ended_at IS NULL AND organisation IN ${alone} ORDER BY 1`,
      userId,
    ),
  }
}

const idIn = (stream: string): string => stream.slice(stream.indexOf('-') + 1)

/** What the events of one story have ended. */
export const endedIn = async (pool: Pool, story: string): Promise<Ended> => {
  const { live } = await readFollowed(pool)
  const schema = schemaOfGeneration(live)
  const streams = async (type: string): Promise<readonly string[]> => {
    const { rows } = await pool.query<{ stream: string }>(
      `SELECT DISTINCT stream FROM ${schema}.event_log WHERE correlation_id = $1 AND type = $2 ORDER BY 1`,
      [story, type],
    )
    return rows.map(({ stream }) => idIn(stream))
  }
  const organisations = await streams('OrganisationClosed')
  const { rows } = await pool.query<{ id: string }>(
    `SELECT invitation_id AS id FROM ${schema}.invitations WHERE organisation_id::text = ANY($1) ORDER BY 1`,
    [organisations],
  )
  const sent = rows.map(({ id }) => id)
  return { organisations, invitations: await streams('InvitationRevoked'), sent }
}
