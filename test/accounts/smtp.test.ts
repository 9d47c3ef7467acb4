import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { createHttpClient } from '../../ops/client/http-client.ts'
import { startHubProcess } from '../../ops/client/hub-process.ts'
import { logIn } from '../../ops/client/sign-up.ts'
import { eventually } from '../servers/eventually.ts'
import { freePort } from '../servers/free-port.ts'
import { startSmtp } from '../servers/smtp.ts'

t.setTimeout(120_000)

t.test(
  'a registration while the mail server is away ends with the mail all the same',
  async (t) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'qhub-smtp-'))
    const mailPort = await freePort()
    const settings = {
      QHUB_DATA_DIR: dataDir,
      QHUB_WRITE_API_PORT: '0',
      QHUB_READ_API_PORT: '0',
      QHUB_LOG_LEVEL: 'error',
      QHUB_MAIL_URL: `smtp://127.0.0.1:${mailPort}/?requireTLS=false`,
      QHUB_MAIL_FROM: 'Quantum Hub <no-reply@hub.example>',
    }
    const email = 'ada@example.org'
    const password = 'correct horse battery staple'

    const before = await startHubProcess(settings)
    const http = createHttpClient(before.writeApi)
    await http.send('POST', '/v1/accounts', {
      email,
      username: 'ada',
      password,
      roles: ['consumer'],
    })
    const health = await fetch(new URL('/readyz?verbose', before.writeApi))
    t.match(await health.json(), { mail: { waiting: 1, givenUp: 0 } })
    await before.stop()

    const smtp = await startSmtp({ port: mailPort })
    const after = await startHubProcess(settings)
    t.teardown(async () => {
      await after.stop()
      await smtp.stop()
      await rm(dataDir, { recursive: true, force: true })
    })
    const { text } = await eventually(() => smtp.received[0], 60_000)
    const [token = ''] = /qhv_[\w-]+/.exec(text.replaceAll('=\r\n', '')) ?? []
    const again = createHttpClient(after.writeApi)
    await again.send('POST', '/v1/accounts/verify', { token })
    t.ok((await logIn(again, 'ada', email, password)).token)
    t.equal(smtp.received.length, 1)
    t.notOk((await readdir(dataDir)).includes('outbox'), 'no file is left')
  },
)
