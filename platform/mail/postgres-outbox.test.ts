import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { writeCertificate } from '../../test/servers/certificate.ts'
import { eventually } from '../../test/servers/eventually.ts'
import { freePort } from '../../test/servers/free-port.ts'
import { startTestPostgres } from '../../test/servers/postgres.ts'
import { Refusal, startSmtp, type TestSmtp } from '../../test/servers/smtp.ts'
import { manualClock } from '../clock/clock.ts'
import { connectPostgres } from '../postgres/connect.ts'
import { createPostgresVault } from '../vault/postgres-vault.ts'
import { deliverDue, runDelivery } from './deliver.ts'
import type { MailOutboxTable } from './outbox-table.ts'
import { MailUnavailable, type Mail } from './port.ts'
import { createPostgresOutbox } from './postgres-outbox.ts'
import { createSmtp } from './smtp.ts'
import { mailStanding } from './standing.ts'

t.setTimeout(60_000)
const server = await startTestPostgres()
type Tables = { readonly mail_outbox: MailOutboxTable }
const { db, pool, close } = await connectPostgres<Tables>(server.url)
const keys = await connectPostgres(server.url)
t.teardown(async () => {
  await Promise.all([close(), keys.close()])
  await server.stop()
})
const vault = createPostgresVault(keys.db, Buffer.alloc(32, 5))
const clock = manualClock('2026-11-21T12:00:00.000Z')
const outbox = createPostgresOutbox({ db, vault, clock })
const logger = pino({ level: 'silent' })
const from = 'Quantum Hub <no-reply@hub.example>'
const minute = 60_000

const mailTo = (to: string, more: Partial<Mail> = {}): Mail => ({
  id: randomUUID(),
  to,
  subject: 'Grüße',
  text: 'Your token:\n\nqhv_secret\n',
  ...more,
})

const deliveryTo = (url: string) => ({
  db,
  vault,
  clock,
  logger,
  transport: createSmtp({ url, from }),
})
const plain = (port: number) => deliveryTo(`smtp://127.0.0.1:${port}/?requireTLS=false`)

const rowOf = async (id: string): Promise<MailOutboxTable> => {
  const { rows } = await pool.query<MailOutboxTable>(
    'SELECT * FROM mail_outbox WHERE mail_id = $1',
    [id],
  )
  const [row] = rows
  if (row === undefined) throw new Error('no such mail')
  return row
}

const smtp = async (t: Test, options: Parameters<typeof startSmtp>[0] = {}): Promise<TestSmtp> => {
  const running = await startSmtp(options)
  t.teardown(running.stop)
  return running
}

t.test('a mail reaches the server once, however often it is asked for', async (t) => {
  const { port, received } = await smtp(t)
  const mail = mailTo('ada@example.org', { person: randomUUID() })
  await Promise.all(Array.from({ length: 10 }, () => outbox.send(mail)))
  t.notMatch(JSON.stringify(await rowOf(mail.id)), /ada@|qhv_secret/, 'sealed while it waits')
  const rounds = await Promise.all(Array.from({ length: 4 }, () => deliverDue(plain(port))))
  t.equal(
    rounds.reduce((sum, taken) => sum + taken, 0),
    1,
    'several processes do not take the same',
  )
  await outbox.send(mail)
  t.equal(await deliverDue(plain(port)), 0, 'nor is it sent when asked for later')
  t.match(received, [{ from: 'no-reply@hub.example', to: ['ada@example.org'] }])
  const [only] = received
  t.match(only?.text, `Message-ID: <${mail.id}@hub.example>`)
  t.match(only?.text, /^Date: Sat, 21 Nov 2026 12:00:00 \+0000\r$/m)
  t.match(only?.text, /^Auto-Submitted: auto-generated\r$/m)
  t.match(only?.text, /^To: ada@example.org\r$/m)
  t.match(only?.text, 'qhv_secret')
  t.match(await rowOf(mail.id), { status: 'SENT', sealed: null, settled_at: Date, trouble: null })
})

t.test('what is attached is sealed with it, and reaches the server as it was', async (t) => {
  const { port, received } = await smtp(t)
  const content = Buffer.from(Array.from({ length: 400 }, (_, n) => n % 256))
  const file = { contentType: 'application/pdf', base64: content.toString('base64') }
  const mail = mailTo('ada@example.org', {
    attachments: [{ fileName: 'QH-2026-000001.pdf', ...file }],
  })
  await outbox.send(mail)
  t.notMatch(JSON.stringify(await rowOf(mail.id)), file.base64.slice(0, 40))
  t.equal(await deliverDue(plain(port)), 1)
  const [only] = received
  t.match(only?.text, /^Content-Type: application\/pdf; name=QH-2026-000001.pdf\r$/m)
  t.ok(only?.text.replace(/\s/g, '').includes(file.base64))
})

t.test('while the server is away nothing is lost; afterwards it all arrives', async (t) => {
  const port = await freePort()
  const mails = Array.from({ length: 3 }, (_, n) => mailTo(`away${n}@example.org`))
  for (const mail of mails) await outbox.send(mail)
  const delivery = plain(port)
  t.equal(await deliverDue(delivery), 3)
  t.equal(await deliverDue(delivery), 0, 'not again at once')
  const [first] = mails
  t.match(await rowOf(first?.id ?? ''), { status: 'WAITING', attempts: 1, trouble: /^E/ })
  clock.advance(30_000)
  t.equal(await deliverDue(delivery), 3)
  clock.advance(30_000)
  t.equal(await deliverDue(delivery), 0, 'and less and less often')
  const { received } = await smtp(t, { port })
  clock.advance(30_000)
  t.equal(await deliverDue(delivery), 3)
  t.same(received.flatMap(({ to }) => to).sort(), mails.map(({ to }) => to).sort())
})

t.test('what a process died with, another one sends, under the same Message-ID', async (t) => {
  const { port, received } = await smtp(t)
  const mail = mailTo('crash@example.org')
  await outbox.send(mail)
  const delivery = plain(port)
  const { transport } = delivery
  const dying = {
    ...delivery,
    transport: {
      ...transport,
      attempt: async (letter: Parameters<typeof transport.attempt>[0]) => {
        await transport.attempt(letter)
        throw new Error('killed, when the server had the mail')
      },
    },
  }
  await t.rejects(deliverDue(dying), /killed/)
  clock.advance(9 * minute)
  t.equal(await deliverDue(delivery), 0, 'it may be at it still')
  clock.advance(minute)
  t.equal(await deliverDue(delivery), 1)
  const ids = received.map(({ text }) => /^Message-ID: (.*)\r$/m.exec(text)?.[1])
  t.strictSame(
    ids,
    Array.from({ length: 2 }, () => `<${mail.id}@hub.example>`),
  )
})

t.test('what the server refuses for good is not tried again, whatever else is', async (t) => {
  const codes: Readonly<Record<string, number>> = {
    'nobody@example.org': 550,
    'full@example.org': 452,
  }
  const { port, received } = await smtp(t, {
    onRcptTo: ({ address }, _session, done) => {
      const code = codes[address]
      done(code === undefined ? null : new Refusal(code, `<${address}> is not here`))
    },
    onMail: (to) => {
      if (to.includes('spam@example.org')) throw new Refusal(554, 'spam')
      if (to.includes('busy@example.org')) throw new Refusal(451, 'busy')
    },
  })
  const ids: Record<string, string> = {}
  for (const name of ['nobody', 'full', 'spam', 'busy', 'fine']) {
    const mail = mailTo(`${name}@example.org`)
    ids[name] = mail.id
    await outbox.send(mail)
  }
  const told: unknown[] = []
  const log = {
    warn: (about: unknown) => told.push(about),
    error: (about: unknown) => told.push(about),
  }
  await deliverDue({ ...plain(port), logger: log })
  const stateOf = async (name: string) => {
    const { status, trouble } = await rowOf(ids[name] ?? '')
    return [status, trouble]
  }
  t.same(await stateOf('nobody'), ['REFUSED', 'SMTP_550'])
  t.same(await stateOf('full'), ['WAITING', 'SMTP_452'])
  t.same(await stateOf('spam'), ['REFUSED', 'SMTP_554'])
  t.same(await stateOf('busy'), ['WAITING', 'SMTP_451'])
  t.same(await stateOf('fine'), ['SENT', null])
  t.equal(received.length, 1)
  t.equal(told.length, 4)
  t.notMatch(JSON.stringify(told), /@example/, 'no address in the log')
  t.match(await mailStanding(db, clock), { waiting: 2, oldestSeconds: 0, givenUp: 2 })
  clock.advance(4 * 24 * 60 * minute)
  t.match(await mailStanding(db, clock), { waiting: 2, oldestSeconds: 4 * 86_400, givenUp: 0 })
  await deliverDue(plain(port))
  t.match(await mailStanding(db, clock), { waiting: 0, oldestSeconds: 0, givenUp: 2 })
  t.same(await stateOf('full'), ['EXPIRED', 'SMTP_452'], 'after four days it is given up')
})

t.test('with the person goes the mail', async (t) => {
  const { port, received } = await smtp(t)
  const person = randomUUID()
  const waiting = mailTo('gone@example.org', { person })
  await outbox.send(waiting)
  await vault.destroy(person)
  await deliverDue(plain(port))
  t.match(await rowOf(waiting.id), { status: 'ERASED', sealed: null })
  const late = mailTo('gone@example.org', { person })
  await outbox.send(late)
  await t.rejects(rowOf(late.id), /no such mail/)
  const guest = mailTo('guest@example.org')
  await outbox.send(guest)
  await deliverDue(plain(port))
  t.strictSame(
    received.map(({ to }) => to),
    [['guest@example.org']],
  )
  await t.rejects(
    vault.seal(guest.id, 'x'),
    { name: 'SubjectErased' },
    'and its own key with a mail',
  )
})

t.test('TLS is insisted on, and the server has to prove who it is', async (t) => {
  const files = writeCertificate(t.testdir())
  const [cert, key] = [readFileSync(files.certificate), readFileSync(files.key)]
  const users: string[] = []
  const secured = await smtp(t, {
    cert,
    key,
    disabledCommands: [],
    authOptional: false,
    onAuth: ({ username = '', password }, _session, done) => {
      users.push(username)
      done(null, password === 'p@ss' ? { user: username } : undefined)
    },
  })
  const open = await smtp(t)
  const mail = mailTo('tls@example.org')
  await outbox.send(mail)
  const tryAt = async (url: string): Promise<string | null> => {
    await deliverDue(deliveryTo(url))
    clock.advance(60 * minute)
    const { status, trouble } = await rowOf(mail.id)
    return trouble ?? status
  }
  t.match(await tryAt(`smtp://127.0.0.1:${open.port}`), /^E|SMTP_5/, 'a server without TLS')
  const at = `127.0.0.1:${secured.port}`
  t.match(await tryAt(`smtp://hub:p%40ss@${at}`), /^E/, 'one that nobody vouches for')
  t.strictSame(users, [], 'is told no password')
  const trusting = 'tls.rejectUnauthorized=false'
  t.equal(await tryAt(`smtp://hub:wrong@${at}/?${trusting}`), 'SMTP_535', 'our fault is no refusal')
  t.equal(await tryAt(`smtp://hub:p%40ss@${at}/?${trusting}`), 'SENT')
  t.match(secured.received, [{ secure: true, user: 'hub' }])
  t.strictSame(open.received, [])
})

t.test('a running delivery finds what comes, and ends with its signal', async (t) => {
  const { port, received } = await smtp(t)
  const stop = new AbortController()
  const running = runDelivery(plain(port), stop.signal)
  await outbox.send(mailTo('running@example.org'))
  await eventually(() => received.length === 1 || undefined)
  stop.abort()
  await running
  t.equal(received.length, 1)
})

t.test('an outbox that is away is told as such, and an id must be one', async (t) => {
  const other = await connectPostgres<Tables>(server.url)
  const cut = createPostgresOutbox({ db: other.db, vault, clock })
  await other.close()
  await t.rejects(cut.send(mailTo('a@example.org')), MailUnavailable)
  await t.rejects(outbox.send({ ...mailTo('a@example.org'), id: 'x' }), RangeError)
})
