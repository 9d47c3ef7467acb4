import { randomUUID } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import { signUp } from '../../ops/client/sign-up.ts'
import type { Cast as JobsCast } from '../../ops/demo/cast.ts'
import { makeApp } from '../../ops/demo/marketplace/app.ts'
import { run, subscribe } from '../../ops/demo/marketplace/buying.ts'
import type { Cast } from '../../ops/demo/marketplace/cast.ts'
import { createKey } from '../../ops/demo/marketplace/keys.ts'
import { putOnMarket, raisePrice } from '../../ops/demo/marketplace/listing.ts'
import { review } from '../../ops/demo/marketplace/opinions.ts'
import type { Stage } from '../../ops/demo/stage.ts'
import { furnish } from '../authorisation/furnish.ts'
import { keepHouse } from './money.ts'

const bell = `OPENQASM 3.0;
include "stdgates.inc";
qubit[2] q;
bit[2] c;
h q[0];
cx q[0], q[1];
c = measure q;
`

/** A developer uploads a package. */
const upload = async (writeApi: string, token: string): Promise<void> => {
  const archive = pack()
  archive.entry({ name: 'app.json' }, JSON.stringify({ main: 'bell.qasm' }))
  archive.entry({ name: 'bell.qasm' }, bell)
  archive.finalize()
  const response = await fetch(new URL('/v1/packages', writeApi), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/gzip',
      'idempotency-key': randomUUID(),
    },
    body: gzipSync(await buffer(archive)),
  })
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`)
}

/** An app is written, sold, subscribed to, run and reviewed; what people look at and are told; one of them is erased.
 * Four jobs come of it. */
export const tradeApps = async (doors: Stage, jobs: JobsCast): Promise<void> => {
  const { http, outbox, writeApi } = doors
  const developer = await signUp(http, outbox, 'dana', 'developer')
  const carl = await signUp(http, outbox, 'carl', 'consumer')
  const cleo = await signUp(http, outbox, 'cleo', 'consumer')
  const { operator, provider } = jobs
  const cast: Cast = { operator, provider, developer, carl, cleo, deviceId: jobs.devices.ideal }
  for (const { organisationId } of [carl, cleo])
    await http.send(
      'POST',
      `/v1/wallets/${organisationId}/credits`,
      { amount: { amount: '5000', asset: 'USD/2' }, reason: 'Welcome' },
      { token: operator.token },
    )

  const { appId, versionId } = await makeApp(doors, cast)
  const plans = await putOnMarket(doors, cast, appId)
  const subscription = await subscribe(doors, carl, appId, plans.monthly)
  await createKey(doors, carl, subscription)
  await run(doors, carl, appId, { theta: 1 })
  await review(doors, cast, appId, subscription)
  await raisePrice(doors, cast, appId, plans)
  const version = `/v1/apps/${appId}/versions/${versionId}`
  await http.send('POST', `${version}/downloads`, undefined, { token: carl.token })
  await http.send('PUT', `/v1/apps/${appId}/like`, undefined, { token: carl.token })
  await http.send('POST', '/v1/listing-views', { appIds: [appId] }, { token: cleo.token })
  await http.send('PUT', '/v1/notifications/read-mark', { position: '1' }, { token: carl.token })
  await http.send(
    'PATCH',
    '/v1/notification-preferences/kinds/job.completed',
    { mail: false },
    { token: carl.token },
  )
  await furnish(doors, cast, appId)
  await upload(writeApi, developer.token)
  await keepHouse(doors, developer, operator)
  await http.send('DELETE', '/v1/me', undefined, { token: cleo.token })
}
