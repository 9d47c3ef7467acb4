import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { writeCertificate } from '../../../test/servers/certificate.ts'
import { connectEventStore } from '../../../platform/event-store/connect.ts'
import type { NewEvent } from '../../../platform/event-store/types.ts'
import { passwordFileOf } from './security/standard-users.ts'
import { startEventStore } from './start.ts'

const event = (n: number): NewEvent => ({
  id: randomUUID(),
  type: 'Counted',
  data: { n },
  metadata: {
    $correlationId: 'secure',
    $causationId: 'secure',
    commandId: 'secure',
    inputHash: 'secure',
    actor: { kind: 'system', id: 'secure' },
    occurredAt: '2026-01-01T00:00:00.000Z',
    schema: 1,
  },
})

t.test('the hub’s own port speaks to a store with TLS and users, over a kill too', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'qhub-secure-'))
  t.teardown(() => rmSync(directory, { recursive: true, force: true }))
  const { certificate, key } = writeCertificate(directory)
  const dataDir = join(directory, 'data')
  const args = ['--tls-cert', certificate, '--tls-key', key]
  let server = await startEventStore({ dataDir, port: 0, args })
  t.teardown(() => server.stop())
  const password = readFileSync(passwordFileOf(dataDir, 'admin'), 'utf8').trim()
  const url = server.connectionString.replace('//', `//admin:${password}@`)
  const store = connectEventStore(`${url}&tlsCAFile=${certificate}`)
  t.teardown(() => store.close())

  await store.append('job-1', [event(0), event(1)], 'no-stream')
  t.equal((await store.read('job-1')).length, 2)
  const { port } = server
  await server.kill()
  server = await startEventStore({ dataDir, port, args })
  await store.append('job-1', [event(2)], 1n)
  t.equal((await store.read('job-1')).length, 3)
  t.ok((await store.head()) > 0n)
})
