import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { bootstrapOperator } from '../../commands/accounts/bootstrap-operator.ts'
import { systemContext } from '../../commands/shared/context.ts'
import { execute } from '../../commands/shared/execute.ts'
import { Refused } from '../../ops/client/http-client.ts'
import { registerDevice } from '../../ops/client/register-device.ts'
import { wholeLog } from '../../ops/log/whole-log.ts'
import { ideal } from '../../ops/demo/devices.ts'
import { circuit } from '../../ops/demo/circuits.ts'
import { newId } from '../../platform/ids/ids.ts'
import { eventually } from '../servers/eventually.ts'
import { invitationFor, logIn, markedPerson, marksOf, password, signUp } from './people.ts'
import { shopAt } from './market.ts'
import { linesOf } from '../kit/qhub.ts'
import { findBelow, findIn, type Mark } from './scan.ts'
import { openSite } from './site.ts'

t.setTimeout(600_000)

const directory = await mkdtemp(join(tmpdir(), 'qhub-erasure-'))
const site = await openSite(directory)
let isOpen = true
const close = async (): Promise<void> => {
  if (isOpen) await site.close()
  isOpen = false
}
t.teardown(async () => {
  await close()
  await rm(directory, { recursive: true, force: true })
})
const { http, graphql, hub, qhub } = site
const { pool } = hub.connections.postgres

const id = newId()
const operatorMail = { email: 'operator@hub.example', password: 'only the operator knows this' }
await execute(
  hub.services,
  bootstrapOperator,
  { ...operatorMail, username: 'operator' },
  systemContext('test', id, id, id),
)
const operator = String((await http.send('POST', '/v1/sessions', operatorMail)).body['accessToken'])

const [ada, bob] = [
  await signUp(site, markedPerson('ada')),
  await signUp(site, markedPerson('bob')),
]
const marks = marksOf(ada.person)
const othersMarks = marksOf(bob.person)

/** Everything that a person does, so that what they say of themselves lies wherever it can. */
const live = async ({ person, token, userId, organisationId }: typeof ada): Promise<void> => {
  const as = { token }
  const { displayName, bio, contact, founded, renamed, reason } = person
  await http.send('PUT', '/v1/me/profile', { displayName, bio, contact, isPublic: true }, as)
  const made = await http.send('POST', '/v1/organisations', { name: founded }, as)
  const path = `/v1/organisations/${String(made.body['organisationId'])}`
  await http.send('PATCH', path, { name: renamed }, as)
  await http.send('POST', `${path}/invitations`, { email: 'guest@elsewhere.example' }, as)
  await http.send('POST', '/v1/api-keys', { name: 'ci', scopes: ['jobs:read'] }, as)
  await http.send('POST', '/v1/password-resets', { email: person.email })
  const refused = { ...as, token: operator }
  await http.send('POST', `/v1/accounts/${userId}/disable`, { reason }, refused)
  await http.send('POST', `/v1/accounts/${userId}/enable`, undefined, refused)
  const amount = { amount: '1000', asset: 'USD/2' }
  const credit = { amount, reason: 'a grant' }
  await http.send('POST', `/v1/wallets/${organisationId}/credits`, credit, { token: operator })
  const { documentTitle: title, document: text } = person
  await http.send('POST', '/v1/knowledge-documents', { title, text }, as)
  await eventually(async () => {
    const { rowCount } = await pool.query('SELECT FROM knowledge_passages WHERE text = $1', [text])
    return rowCount === 1 ? true : undefined
  })
}

const rowOf = async (userId: string) => {
  const { rows } = await pool.query<{ status: string; email: string | null }>(
    'SELECT status, email FROM users WHERE user_id = $1',
    [userId],
  )
  return rows[0]
}

const keyOf = async (userId: string): Promise<Mark> => {
  const { rows } = await pool.query<{ wrapped_key: Buffer | null }>(
    'SELECT wrapped_key FROM subject_keys WHERE subject_id = $1',
    [userId],
  )
  const bytes = rows[0]?.wrapped_key
  if (bytes === null || bytes === undefined) throw new Error('there is no key')
  return { name: `the wrapped key of ${userId}`, bytes: bytes.subarray(16, 48) }
}

const trialBalance = () =>
  graphql<{ ledgerTrialBalance: readonly { asset: string; balanced: boolean }[] }>(
    '{ ledgerTrialBalance { asset balanced } }',
    {},
    operator,
  )

let wrappedKey: Mark
let jobId = ''
let shopped = { reviewId: '', reader: '' }

t.test('what a person says of themselves lies in many places', async (t) => {
  await live(ada)
  await live(bob)
  shopped = await shopAt(site, ada)
  const device = await registerDevice(http, { ...bob, username: 'bob' }, ideal)
  const submission = { deviceId: device, source: circuit('bell').source, shots: 10, name: 'a bell' }
  const submitted = await http.send('POST', '/v1/jobs', submission, { token: ada.token })
  jobId = String(submitted.body['jobId'])
  await eventually(async () => {
    const query = 'query ($id: ID!) { job(jobId: $id) { status } }'
    const { job: seen } = await graphql<{ job: { status: string } | null }>(
      query,
      { id: jobId },
      ada.token,
    )
    return seen?.status === 'COMPLETED' ? seen : undefined
  })
  const invite = { email: ada.person.email, role: 'VIEWER' }
  const lab = await http.send('POST', '/v1/organisations', { name: 'Lab' }, { token: bob.token })
  const path = `/v1/organisations/${String(lab.body['organisationId'])}/invitations`
  await http.send('POST', path, invite, { token: bob.token })
  const invitation = await invitationFor(site, ada.person.email)
  await http.send('POST', '/v1/invitations/accept', { token: invitation }, { token: ada.token })
  const second = await http.send('POST', '/v1/organisations', { name: 'B' }, { token: bob.token })
  const other = `/v1/organisations/${String(second.body['organisationId'])}/invitations`
  await http.send('POST', other, invite, { token: bob.token })
  await eventually(async () => {
    const { rowCount } = await pool.query('SELECT FROM invitations WHERE address = $1', [
      ada.person.email,
    ])
    return rowCount === 1 ? true : undefined
  })

  // Whatever Postgres and Redis have in memory they write to files, statistics of texts among it.
  await pool.query('ANALYZE')
  await pool.query('CHECKPOINT')
  await site.saveRedis()
  wrappedKey = await keyOf(ada.userId)
  const found = await findBelow(directory, [...marks, wrappedKey])
  for (const place of [/outbox/, /postgres.*base/, /pg_wal/])
    t.ok(
      found.some((each) => place.test(each)),
      `the search finds them in ${place.source} while they are there`,
    )
  for (const { name } of [...marks, wrappedKey].filter(({ name }) => !/Reason|secret/.test(name)))
    t.ok(
      found.some((each) => each.includes(name)),
      `${name} is there`,
    )
  t.notOk(
    found.some((each) => /event-store|redis|nats/.test(each)),
    'but never in clear in the log, in Redis or in NATS',
  )
})

const before = join(directory, 'export-before')
const report = async () => {
  const said = await qhub('erase', ada.userId, '--confirm', ada.userId, '--report', '--json')
  if (said.code !== 0) throw new Error(said.err)
  return { said, erased: linesOf(said.out).at(-1) ?? {} }
}

t.test('one command erases them', async (t) => {
  const exported = await qhub('store', 'export', before, '--reason', 'a test')
  t.equal(exported.code, 0, exported.err)
  const sealed = await sealedTexts()
  t.ok(sealed.length >= 6, 'the log holds what is sealed')

  const { said, erased } = await report()
  t.notMatch(said.out + said.err, new RegExp(marks.map(({ name }) => name).join('|')))
  t.match(erased, {
    userId: ada.userId,
    reason: 'ON_REQUEST',
    reach: {
      sealed: { user: { streams: 1 }, organisation: { streams: 2 } },
      rows: { users: 1 },
      copies: [{ kind: 'EXPORT', directory: before }],
      filesRewritten: true,
    },
  })
  // The worker of the hub does the same: whoever comes second finds it done.
  for (const line of site.logged().toString().split('\n'))
    if (/"level":"(?:warn|error)"/.test(line)) t.comment(line.slice(0, 500))
  const again = await report()
  t.strictSame(again.erased, erased, 'and what it says of it is the same for ever')

  for (const text of sealed)
    t.equal(await hub.services.vault.open(text), undefined, 'no sealed text opens')
})

/** Every text in the log that is sealed under what was Ada's alone. */
const sealedTexts = async (): Promise<readonly string[]> => {
  const found: string[] = []
  for await (const events of wholeLog(hub.connections.eventStore))
    for (const { data } of events)
      found.push(...(JSON.stringify(data).match(/sealed:v1:[\w-]+(?:\.[\w-]+){3}/g) ?? []))
  return found.filter((text) => text.startsWith(`sealed:v1:${ada.userId}.`))
}

t.test('nothing shows them: not a byte of a file, not a line of a log', async (t) => {
  await site.saveRedis()
  const after = await qhub('store', 'export', join(directory, 'export-after'), '--reason', 'a test')
  t.equal(after.code, 0, after.err)
  await writeFile(join(directory, 'hub.log'), site.logged())
  t.strictSame(await findBelow(directory, [...marks, wrappedKey]), [], 'while the hub runs')
  const secret = [{ name: 'the password', bytes: Buffer.from(password) }]
  t.strictSame(findIn([['the hub’s log', site.logged()]], [...marks, ...secret]), [])
})

t.test('nobody else is touched, and the books are as they were', async (t) => {
  const found = await findBelow(directory, othersMarks)
  t.ok(found.length > 0)
  const again = await logIn(site, bob.person)
  const { me } = await graphql<{ me: { username: string; email: string } }>(
    '{ me { username email } }',
    {},
    again.token,
  )
  t.strictSame(me, { username: bob.person.username, email: bob.person.email })
  await t.rejects(logIn(site, ada.person), { code: 'INVALID_CREDENTIALS' })
  await t.rejects(
    http.send('PUT', '/v1/me/profile', { isPublic: false }, { token: ada.token }),
    Refused,
    'the access token of before is good for nothing',
  )
  t.match(await eventually(() => rowOf(ada.userId)), { status: 'ERASED', email: null })

  // The projector remembers the review: what others do with it must not bring its text back.
  const vote = `/v1/reviews/${shopped.reviewId}/vote`
  const voted = await http.send('PUT', vote, { helpful: true }, { token: shopped.reader })
  const { reviews } = await eventually(async () => {
    await graphql(
      `query @atLeast(position: "${String(voted.body['position'])}", waitMs: 20000) { __typename }`,
    )
    const rows = await pool.query<{ title: string | null; helpful: number; rating: number }>(
      'SELECT title, helpful, rating FROM reviews WHERE review_id = $1',
      [shopped.reviewId],
    )
    return { reviews: rows.rows }
  })
  t.strictSame(reviews, [{ title: null, helpful: 1, rating: 5 }], 'their stars still count')

  const { rows: ended } = await pool.query<{ status: string }>(
    'SELECT status FROM subscriptions WHERE subscriber = $1',
    [ada.userId],
  )
  t.strictSame(ended, [{ status: 'CANCELLED' }], 'nobody goes on paying')

  const { ledgerTrialBalance } = await trialBalance()
  t.ok(ledgerTrialBalance.length > 0 && ledgerTrialBalance.every(({ balanced }) => balanced))
  const verified = await qhub('store', 'verify')
  t.equal(verified.code, 0, verified.err)

  const { job } = await graphql<{ job: { correlationId: string } | null }>(
    'query ($id: ID!) { job(jobId: $id) { correlationId } }',
    { id: jobId },
    operator,
  )
  const story = await graphql<{ events: readonly { type: string }[] }>(
    'query ($id: String!) { events(correlationId: $id) { type stream } }',
    { id: job?.correlationId },
    operator,
  )
  const types = story.events.map(({ type }) => type)
  for (const type of ['JobSubmitted', 'FundsHeld', 'JobCompleted', 'HoldCaptured'])
    t.ok(types.includes(type), `the story of their job still tells ${type}`)
})

t.test('read models that are built again are the same, and the names are free', async (t) => {
  const built = await qhub('replay', 'start', '--reason', 'to compare', '--json')
  t.equal(built.code, 0, built.err)
  const compared = await qhub('replay', 'diff')
  t.equal(compared.code, 0, compared.out)
  const anew = await signUp(site, { ...ada.person, organisationName: 'Another' })
  t.not(anew.userId, ada.userId, 'whoever registers with them is somebody else')
  const closed = await http.send('DELETE', '/v1/me', undefined, { token: anew.token })
  t.match(closed.body, { userId: anew.userId, status: 'CLOSED' })
  await eventually(async () => {
    const row = await rowOf(anew.userId)
    return row?.status === 'ERASED' ? row : undefined
  }, 120_000)
  t.pass('who closes their own account is erased without anybody doing anything')
})

t.test('and when everything has ended, the files show nothing either', async (t) => {
  await close()
  t.strictSame(await findBelow(directory, [...marks, wrappedKey]), [])
})
