import { Client } from 'pg'
import { registerDevice } from '../../../ops/client/register-device.ts'
import { signUp } from '../../../ops/client/sign-up.ts'
import { ideal } from '../../../ops/demo/devices.ts'
import { eventually } from '../../servers/eventually.ts'
import type { Raise } from '../incident.ts'

/** Somebody's session in the database holds a table and has gone to lunch; then something happens. */
export const laggingProjector: Raise = async ({ stage, environment }) => {
  const provider = await signUp(stage.http, stage.outbox, 'petra', 'provider')
  const forgotten = new Client({
    connectionString: environment['QHUB_POSTGRES_URL'],
    application_name: 'somebody-at-lunch',
  })
  // The runbook ends it.
  forgotten.on('error', () => undefined)
  await forgotten.connect()
  const { rows } = await forgotten.query<{ schema: string }>(
    `SELECT CASE WHEN generation = 1 THEN 'public' ELSE 'g' || generation END AS schema
     FROM generation_pointer`,
  )
  await forgotten.query('BEGIN')
  await forgotten.query(`LOCK TABLE ${rows[0]?.schema ?? 'public'}.devices IN EXCLUSIVE MODE`)
  const deviceId = await registerDevice(stage.http, provider, ideal)
  const shown = async (): Promise<boolean> => {
    const { device } = await stage.graphql<{ device: object | null }>(
      'query ($id: ID!) { device(deviceId: $id) { deviceId } }',
      { id: deviceId },
      provider.token,
    )
    return device !== null
  }
  return {
    variables: {},
    left: async () => {
      await eventually(async () => ((await shown()) ? true : undefined))
      await forgotten.end().catch(() => undefined)
      return []
    },
  }
}
