import { END } from '@eventstore/db-client'
import { status } from '@grpc/grpc-js'
import t from 'tap'
import type { Credentials } from './support/connection.ts'
import { collect, events } from './support/events.ts'
import { unique } from './support/node.ts'
import { refusalOf } from './support/raw.ts'
import { secureNode, securityOff } from './support/secure-node.ts'
import { usersApi, type UsersApi } from './support/users.ts'

t.setTimeout(120_000)

const off = securityOff()
if (off !== false) {
  t.test('users', { skip: off }, () => undefined)
} else {
  const node = await secureNode()
  const apis: UsersApi[] = []
  const users = (by?: Credentials): UsersApi => {
    const api = usersApi(node.connection, by)
    apis.push(api)
    return api
  }
  t.teardown(async () => {
    for (const api of apis) api.close()
    await node.close()
  })
  const admin = users(node.admin)
  const client = node.as(node.admin)
  const password = 'correct horse battery'

  const created = async (groups: readonly string[] = []): Promise<Credentials> => {
    const username = unique('u')
    await admin.create(username, password, groups)
    return { username, password }
  }
  /** A call with credentials of its own, beside what others on the connection do. */
  const canAppend = async (credentials: Credentials): Promise<boolean> => {
    const refusal = client
      .appendToStream(unique('s'), events(1), { credentials })
      .then(() => ({ code: status.OK }))
    return (await refusal.catch(() => ({ code: status.UNAUTHENTICATED }))).code === status.OK
  }
  const userNotFound = { code: status.NOT_FOUND, exception: 'user-not-found' }
  const userConflict = { code: status.FAILED_PRECONDITION, exception: 'user-conflict' }
  const denied = { code: status.PERMISSION_DENIED, exception: 'access-denied' }

  t.test('a user is created, and told of', async (t) => {
    const login = unique('u')
    await admin.create(login, password, ['readers', 'writers'], 'Ada Lovelace')
    const [details] = await admin.details(login)
    t.match(details, { loginName: login, fullName: 'Ada Lovelace', disabled: false })
    t.same(details?.groupsList, ['readers', 'writers'])
  })
  t.test('the time of the last change is told in ticks of 100 ns', async (t) => {
    const { username } = await created()
    const ticks = Number((await admin.details(username))[0]?.lastUpdated?.ticksSinceEpoch)
    t.ok(Math.abs(ticks / 10_000 - Date.now()) < 24 * 3_600_000)
  })
  t.test('a user gets in with the right password', async (t) => {
    t.equal(await canAppend(await created()), true)
  })
  t.test('a user does not get in with another', async (t) => {
    t.equal(await canAppend({ ...(await created()), password: 'wrong' }), false)
  })
  t.test('a password is told from its beginning', async (t) => {
    t.equal(await canAppend({ ...(await created()), password: password.slice(0, -1) }), false)
  })
  t.test('a password may hold colons and any letters', async (t) => {
    const user = { username: unique('u'), password: 'pä:ss:wörd' }
    await admin.create(user.username, user.password)
    t.equal(await canAppend(user), true)
  })
  t.test('creating the same user with the same password again changes nothing', async (t) => {
    const { username } = await created()
    await admin.create(username, password)
    t.equal((await collect(client.readStream(`$user-${username}`))).length, 1)
  })
  t.test('creating a user that is there with another password is a conflict', async (t) => {
    const { username } = await created()
    t.match(await refusalOf(admin.create(username, 'another')), {
      ...userConflict,
      trailers: { 'login-name': username },
    })
  })
  t.test('name and groups are updated, the password stays', async (t) => {
    const user = await created(['readers'])
    await admin.update(user.username, 'Grace Hopper', ['writers'])
    const [details] = await admin.details(user.username)
    t.match(details, { fullName: 'Grace Hopper', groupsList: ['writers'] })
    t.equal(await canAppend(user), true)
  })
  t.test('a disabled user does not get in', async (t) => {
    const user = await created()
    t.equal(await canAppend(user), true)
    await admin.disable(user.username)
    t.equal((await admin.details(user.username))[0]?.disabled, true)
    t.equal(await canAppend(user), false)
  })
  t.test('an enabled user gets in again', async (t) => {
    const user = await created()
    await admin.disable(user.username)
    await admin.enable(user.username)
    t.equal((await admin.details(user.username))[0]?.disabled, false)
    t.equal(await canAppend(user), true)
  })
  t.test('a user changes the password', async (t) => {
    const user = await created()
    await users(user).changePassword(user.username, password, 'next')
    t.equal(await canAppend({ ...user, password: 'next' }), true)
    t.equal(await canAppend(user), false)
  })
  t.test('who does not know the password does not change it', async (t) => {
    const user = await created()
    const change = users(user).changePassword(user.username, 'wrong', 'next')
    t.match(await refusalOf(change), denied)
    t.equal(await canAppend(user), true)
  })
  t.test('nobody changes the password of another', async (t) => {
    const user = await created()
    const other = await created()
    const change = users(other).changePassword(user.username, password, 'next')
    t.match(await refusalOf(change), denied)
  })
  t.test('an administrator resets a password', async (t) => {
    const user = await created()
    t.equal(await canAppend(user), true)
    await admin.resetPassword(user.username, 'next')
    t.equal(await canAppend({ ...user, password: 'next' }), true)
    t.equal(await canAppend(user), false)
  })
  t.test('a deleted user is gone, and does not get in', async (t) => {
    const user = await created()
    t.equal(await canAppend(user), true)
    await admin.remove(user.username)
    t.match(await refusalOf(admin.details(user.username)), userNotFound)
    t.equal(await canAppend(user), false)
  })
  t.test('a deleted user can be created again', async (t) => {
    const user = await created()
    await admin.remove(user.username)
    await admin.create(user.username, 'second')
    t.equal(await canAppend({ ...user, password: 'second' }), true)
    t.equal(await canAppend(user), false)
  })

  const missing = unique('nobody')
  const onNobody: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['details', () => admin.details(missing)],
    ['update', () => admin.update(missing, '', [])],
    ['delete', () => admin.remove(missing)],
    ['enable', () => admin.enable(missing)],
    ['disable', () => admin.disable(missing)],
    ['reset password', () => admin.resetPassword(missing, 'x')],
  ]
  for (const [what, call] of onNobody) {
    t.test(`${what}: a user that is not there is not found`, async (t) => {
      t.match(await refusalOf(call()), { ...userNotFound, trailers: { 'login-name': missing } })
    })
  }

  const bystander = await created()
  const byOthers: readonly (readonly [string, (api: UsersApi) => Promise<unknown>])[] = [
    ['create', (api) => api.create(unique('u'), password)],
    ['update', (api) => api.update(bystander.username, '', ['$admins'])],
    ['delete', (api) => api.remove(bystander.username)],
    ['enable', (api) => api.enable(bystander.username)],
    ['disable', (api) => api.disable(bystander.username)],
    ['reset password', (api) => api.resetPassword(bystander.username, 'x')],
  ]
  for (const [what, call] of byOthers) {
    t.test(`${what}: is the administrators'`, async (t) => {
      t.match(await refusalOf(call(users(bystander))), denied)
      t.match(await refusalOf(call(users())), denied)
    })
  }
  t.test('a user reads of itself', async (t) => {
    const [details] = await users(bystander).details(bystander.username)
    t.equal(details?.loginName, bystander.username)
  })
  t.test('administrators are told of everybody, in order', async (t) => {
    const logins = (await admin.details()).map(({ loginName }) => loginName)
    t.ok(logins.includes('admin') && logins.includes('ops') && logins.includes(bystander.username))
    t.same(logins, [...logins].sort())
  })
  t.test('the ops user is in the operators’ group', async (t) => {
    t.same((await admin.details('ops'))[0]?.groupsList, ['$ops'])
  })
  t.test('a member of $admins is an administrator', async (t) => {
    const user = await created(['$admins'])
    await users(user).create(unique('u'), password)
    t.pass()
  })

  t.test('a user is a stream of its own, which keeps no password', async (t) => {
    const { username } = await created()
    await admin.disable(username)
    const kept = await collect(client.readStream(`$user-${username}`))
    t.same(
      kept.map(({ event }) => event?.type),
      ['$UserCreated', '$UserUpdated'],
    )
    t.match(kept[1]?.event?.data, { loginName: username, disabled: true })
    t.notMatch(JSON.stringify(kept.map(({ event }) => event?.data)), password)
  })
  t.test('the stream $users lists who was created', async (t) => {
    const { username } = await created()
    const listed = await collect(
      client.readStream('$users', { direction: 'backwards', fromRevision: END, maxCount: 50 }),
    )
    const mentioned = listed.map(({ event }) => event?.data)
    t.ok(
      mentioned.some(
        (data) => data instanceof Uint8Array && String(Buffer.from(data)) === username,
      ),
    )
    t.ok(listed.every(({ event }) => event?.type === '$User'))
  })
  t.test('the metadata of a user’s stream gives it to the administrators', async (t) => {
    const { username } = await created()
    const { metadata } = await client.getStreamMetadata(`$user-${username}`)
    t.match(metadata, { acl: { writeRoles: '$admins', deleteRoles: '$admins' } })
  })
  t.test('a change that makes a password worthless is told of', async (t) => {
    const { username } = await created()
    await admin.resetPassword(username, 'next')
    const [last] = await collect(
      client.readStream('$users-password-notifications', {
        direction: 'backwards',
        fromRevision: END,
        maxCount: 1,
      }),
    )
    t.match(last?.event, { type: '$PasswordChanged', data: { loginName: username } })
  })
  t.test(
    'a login that no header could carry is refused',
    { skip: node.embedded ? false : 'answers of the embedded node' },
    async (t) => {
      for (const login of ['', ' ', 'a:b', 'a\nb']) {
        const { code } = await refusalOf(admin.create(login, password))
        t.equal(code, status.INVALID_ARGUMENT, JSON.stringify(login))
      }
    },
  )
}
