import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { openNode, type EventStoreNode } from '../core/node.ts'
import { metastreamOf } from '../core/streams.ts'
import { mayAccess } from './acl.ts'
import { createAuthenticate } from './authenticate.ts'
import { anonymous, everyone, isAdmin, isOperator, type Principal } from './principal.ts'
import { ensureStandardUsers, passwordFileOf } from './standard-users.ts'
import { createUserManagement } from './user-management.ts'
import { readUser, readUsers, systemEvent } from './user-records.ts'

const directory = mkdtempSync(join(tmpdir(), 'qhub-security-'))
const node = openNode(directory)
t.teardown(async () => {
  await node.close()
  rmSync(directory, { recursive: true, force: true })
})

const setMetadata = (stream: string, metadata: object | string): Promise<unknown> =>
  node.writer.append(metastreamOf(stream), [systemEvent('$metadata', metadata)], { kind: 'any' })
const header = (login: string, password: string): string =>
  `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`

t.test('who is what', async (t) => {
  const is = (login: string, ...groups: string[]): Principal => ({ login, groups })
  t.same(
    [isAdmin(is('admin')), isAdmin(is('x', '$admins')), isAdmin(is('ops'))],
    [true, true, false],
  )
  t.same(
    [isOperator(is('ops')), isOperator(is('x', '$ops')), isOperator(everyone)],
    [true, true, true],
  )
  t.same([isAdmin(anonymous), isOperator(anonymous)], [false, false])
})

t.test('metadata that says nothing of rights leaves the defaults', async (t) => {
  for (const metadata of [{}, { $acl: '$userStreamAcl' }, { $acl: null }, { $acl: { $r: 1 } }]) {
    const stream = randomUUID()
    await setMetadata(stream, metadata)
    t.ok(mayAccess(node.log, anonymous, 'read', stream), JSON.stringify(metadata))
  }
  await setMetadata('$closed', { $acl: { $r: 1 } })
  t.notOk(mayAccess(node.log, anonymous, 'read', '$closed'))
})

t.test('metadata that is no JSON leaves the defaults', async (t) => {
  await setMetadata('broken', 'no JSON at all')
  t.ok(mayAccess(node.log, anonymous, 'write', 'broken'))
})

t.test('a right that is being written holds once it is on disk', async (t) => {
  const written = setMetadata('soon', { $acl: { $r: 'ann' } })
  t.ok(mayAccess(node.log, anonymous, 'read', 'soon'))
  await written
  t.notOk(mayAccess(node.log, anonymous, 'read', 'soon'))
  const changed = setMetadata('soon', { $acl: { $r: 'bob' } })
  t.notOk(mayAccess(node.log, anonymous, 'read', 'soon'), 'what was closed is not open meanwhile')
  await changed
  t.ok(mayAccess(node.log, { login: 'bob', groups: [] }, 'read', 'soon'))
})

t.test('what was right is believed for as long as it is', async (t) => {
  const users = createUserManagement(node)
  const authenticate = createAuthenticate(node)
  await users.create({ login: 'ann', password: 'one', fullName: '', groups: ['g'] })
  const one = header('ann', 'one')
  const ann = { login: 'ann', groups: ['g'] }
  t.same(await authenticate(one), ann)
  t.same(await authenticate(one), ann)
  await users.update('ann', '', ['h'])
  t.same(await authenticate(one), { login: 'ann', groups: ['h'] })
  await users.disable('ann')
  t.equal(await authenticate(one), undefined)
  await users.enable('ann')
  t.ok(await authenticate(one))
  await users.resetPassword('ann', 'two')
  t.equal(await authenticate(one), undefined)
  t.ok(await authenticate(header('ann', 'two')))
  await users.remove('ann')
  t.equal(await authenticate(header('ann', 'two')), undefined)
  t.equal(readUser(node, 'ann'), undefined)
})

t.test('changes of one user at once: each is decided on what is there', async (t) => {
  const users = createUserManagement(node)
  await users.create({ login: 'bob', password: 'one', fullName: '', groups: [] })
  const outcomes = await Promise.all([users.disable('bob'), users.update('bob', 'Bob', ['g'])])
  const user = readUser(node, 'bob')
  if (outcomes[0] === 'done') t.equal(user?.disabled, true)
  if (outcomes[1] === 'done') t.equal(user?.fullName, 'Bob')
  t.ok(outcomes.includes('done'), outcomes.join())
})

const standardIn = async (
  given: Parameters<typeof ensureStandardUsers>[2],
  prepare: (node: EventStoreNode) => Promise<unknown> = () => Promise.resolve(),
) => {
  const directory = mkdtempSync(join(tmpdir(), 'qhub-standard-'))
  const node = openNode(directory)
  await prepare(node)
  await ensureStandardUsers(node, directory, given)
  await ensureStandardUsers(node, directory, given)
  return {
    node,
    directory,
    close: async () => {
      await node.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

t.test('the standard users are created once, with what was made up', async (t) => {
  const { node, directory, close } = await standardIn({ ops: 'given' })
  t.same(
    readUsers(node).map(({ login }) => login),
    ['admin', 'ops'],
  )
  const madeUp = readFileSync(passwordFileOf(directory, 'admin'), 'utf8').trim()
  const authenticate = createAuthenticate(node)
  t.ok(madeUp.length >= 32)
  t.ok(await authenticate(header('admin', madeUp)))
  t.ok(await authenticate(header('ops', 'given')))
  t.equal(await authenticate(header('admin', 'changeit')), undefined)
  await close()
})

t.test('a user that a first start left unlisted is listed by the next', async (t) => {
  const { node, close } = await standardIn({}, (node) =>
    node.writer.append(
      '$user-admin',
      [systemEvent('$UserCreated', { loginName: 'admin', hash: '' })],
      {
        kind: 'no-stream',
      },
    ),
  )
  t.ok(readUsers(node).some(({ login }) => login === 'admin'))
  // Its hash is of no kind that is known here.
  t.equal(await createAuthenticate(node)(header('admin', '')), undefined)
  await close()
})
