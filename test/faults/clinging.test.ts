import { join } from 'node:path'
import t from 'tap'
import { startHubProcess } from '../../ops/client/hub-process.ts'
import { idle, mute, silent, unfinished } from './clinging.ts'

t.setTimeout(300_000)

t.test('nobody can hold up a drain by holding on to a connection', async (t) => {
  const dataDir = t.testdir()
  const hub = await startHubProcess({
    QHUB_DATA_DIR: join(dataDir, 'data'),
    QHUB_WRITE_API_PORT: '0',
    QHUB_READ_API_PORT: '0',
    QHUB_LOG_LEVEL: 'warn',
    QHUB_DRAIN_SECONDS: '10',
  })
  const query = `query @atLeast(position: "999999999999", waitMs: 30000) { __typename }`
  const patient = fetch(new URL('/graphql', hub.readApi), {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query }),
  })
  const clinging = await Promise.all([
    silent(hub.writeApi),
    silent(hub.readApi),
    unfinished(hub.writeApi),
    idle(hub.writeApi),
    mute(hub.readApi),
  ])
  // Past its time the hub would end itself, with another code.
  t.equal(await hub.stop(), 0)
  // Who waits for a position is told that it was not reached.
  t.match(await (await patient).json(), { errors: [{ extensions: { code: 'STALE_READ' } }] })
  for (const socket of clinging) socket.destroy()
})
