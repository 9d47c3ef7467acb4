import { AccessDeniedError, END, jsonEvent, type EventStoreDBClient } from '@eventstore/db-client'
import t from 'tap'
import type { Credentials } from './support/connection.ts'
import { collect, errorOf, events, linkTo } from './support/events.ts'
import { follow } from './support/follow.ts'
import { unique } from './support/node.ts'
import { secureNode, securityOff } from './support/secure-node.ts'
import { usersApi } from './support/users.ts'

t.setTimeout(120_000)

const off = securityOff()
if (off !== false) {
  t.test('access lists', { skip: off }, () => undefined)
} else {
  const node = await secureNode()
  const api = usersApi(node.connection, node.admin)
  t.teardown(async () => {
    api.close()
    await node.close()
  })
  const password = 'a password of these tests'
  const group = unique('g')
  const newUser = async (groups: readonly string[]): Promise<Credentials> => {
    const username = unique('u')
    await api.create(username, password, groups)
    return { username, password }
  }
  const ann = await newUser([])
  const member = await newUser([group])
  const stranger = await newUser([unique('g')])

  const admin = node.as(node.admin)
  const callers = {
    'the one named': node.as(ann),
    'a member of the group named': node.as(member),
    'somebody else': node.as(stranger),
    nobody: node.as(),
    'an administrator': admin,
  }
  type Caller = keyof typeof callers
  const allowed: readonly Caller[] = [
    'the one named',
    'a member of the group named',
    'an administrator',
  ]
  const isCaller = (name: string): name is Caller => name in callers
  const names = Object.keys(callers).filter(isCaller)

  type Deed = (client: EventStoreDBClient, stream: string) => Promise<unknown>
  const read: Deed = (client, stream) => collect(client.readStream(stream))
  const append: Deed = (client, stream) => client.appendToStream(stream, events(1))
  const remove: Deed = (client, stream) => client.deleteStream(stream)
  const readMetadata: Deed = (client, stream) => client.getStreamMetadata(stream)
  const writeMetadata: Deed = (client, stream) =>
    client.setStreamMetadata(stream, { maxCount: 100 })

  type Test = { readonly ok: (holds: boolean, message: string) => unknown }
  const isDenied = async (t: Test, deed: Promise<unknown>): Promise<void> => {
    const error = await errorOf(deed)
    t.ok(error instanceof AccessDeniedError, `${error.name}: ${error.message}`)
  }

  const roles = [ann.username, group]
  const deeds: readonly (readonly [string, object, Deed])[] = [
    ['$r: reading', { readRoles: roles }, read],
    ['$w: appending', { writeRoles: roles }, append],
    ['$d: deleting', { deleteRoles: roles }, remove],
    ['$mr: reading metadata', { metaReadRoles: roles }, readMetadata],
    ['$mw: writing metadata', { metaWriteRoles: roles }, writeMetadata],
  ]
  for (const [what, acl, deed] of deeds) {
    for (const name of names) {
      const may = allowed.includes(name)
      t.test(`${what} is ${may ? 'allowed to' : 'denied to'} ${name}`, async (t) => {
        const stream = unique('acl')
        await admin.appendToStream(stream, events(1))
        await admin.setStreamMetadata(stream, { acl })
        const done = deed(callers[name], stream)
        if (may) await t.resolves(done)
        else await isDenied(t, done)
      })
    }
  }

  t.test('what a list does not name stays with the defaults', async (t) => {
    const stream = unique('acl')
    await admin.appendToStream(stream, events(1))
    await admin.setStreamMetadata(stream, { acl: { writeRoles: [ann.username] } })
    await t.resolves(read(callers.nobody, stream))
    await isDenied(t, append(callers.nobody, stream))
  })
  t.test('an empty list leaves it to the administrators', async (t) => {
    const stream = unique('acl')
    await admin.appendToStream(stream, events(1))
    await admin.setStreamMetadata(stream, { acl: { readRoles: [] } })
    await isDenied(t, read(callers['the one named'], stream))
    await t.resolves(read(admin, stream))
  })
  t.test('a list of one may be a plain name', async (t) => {
    const stream = unique('acl')
    await admin.appendToStream(stream, events(1))
    const data = { $acl: { $r: ann.username } }
    await admin.appendToStream(`$$${stream}`, jsonEvent({ type: '$metadata', data }))
    await t.resolves(read(callers['the one named'], stream))
    await isDenied(t, read(callers['somebody else'], stream))
  })
  t.test('$all as a role is everybody', async (t) => {
    const stream = unique('acl')
    await admin.appendToStream(stream, events(1))
    await admin.setStreamMetadata(stream, { acl: { readRoles: ['$all'] } })
    await t.resolves(read(callers.nobody, stream))
  })
  t.test('new metadata takes the rights away again', async (t) => {
    const stream = unique('acl')
    await admin.appendToStream(stream, events(1))
    await admin.setStreamMetadata(stream, { acl: { readRoles: [ann.username] } })
    await isDenied(t, read(callers.nobody, stream))
    await admin.setStreamMetadata(stream, {})
    await t.resolves(read(callers.nobody, stream))
  })

  const anonymousDeeds: readonly (readonly [string, Deed])[] = [
    ['reading', read],
    ['appending', append],
    ['deleting', remove],
    ['reading metadata', readMetadata],
    ['writing metadata', writeMetadata],
  ]
  for (const [what, deed] of anonymousDeeds) {
    t.test(`a plain stream without a list: ${what} is open to everybody`, async (t) => {
      const stream = unique('open')
      await admin.appendToStream(stream, events(1))
      await t.resolves(deed(callers.nobody, stream))
    })
    t.test(`a system stream without a list: ${what} is the administrators'`, async (t) => {
      const stream = unique('$system')
      await admin.appendToStream(stream, events(1))
      await isDenied(t, deed(callers['the one named'], stream))
      await t.resolves(deed(admin, stream))
    })
  }
  t.test('a system stream with a list is open to whom it names', async (t) => {
    const stream = unique('$system')
    await admin.appendToStream(stream, events(1))
    await admin.setStreamMetadata(stream, { acl: { readRoles: [ann.username] } })
    await t.resolves(read(callers['the one named'], stream))
    await isDenied(t, read(callers['somebody else'], stream))
  })

  const onAll: readonly (readonly [string, (client: EventStoreDBClient) => Promise<unknown>])[] = [
    ['forwards', (client) => collect(client.readAll({ maxCount: 1 }))],
    [
      'backwards',
      (client) =>
        collect(client.readAll({ maxCount: 1, direction: 'backwards', fromPosition: END })),
    ],
  ]
  for (const [what, readAll] of onAll) {
    t.test(`reading $all ${what} is the administrators'`, async (t) => {
      await isDenied(t, readAll(callers['the one named']))
      await isDenied(t, readAll(callers.nobody))
      await t.resolves(readAll(admin))
    })
  }
  t.test("subscribing to $all is the administrators'", async (t) => {
    const followed = follow(callers['the one named'].subscribeToAll())
    t.ok((await followed.failed()) instanceof AccessDeniedError)
  })
  t.test('a subscription to a stream needs the right to read it', async (t) => {
    const stream = unique('acl')
    await admin.appendToStream(stream, events(1))
    await admin.setStreamMetadata(stream, { acl: { readRoles: [ann.username] } })
    const denied = follow(callers.nobody.subscribeToStream(stream))
    t.ok((await denied.failed()) instanceof AccessDeniedError)
    const permitted = follow(callers['the one named'].subscribeToStream(stream))
    t.equal((await permitted.count(1)).length, 1)
    await permitted.stop()
  })
  t.test('a classic append is denied as a batch append is', async (t) => {
    const stream = unique('acl')
    await admin.setStreamMetadata(stream, { acl: { writeRoles: [ann.username] } })
    const by = (credentials: Credentials) =>
      admin.appendToStream(stream, events(1), { credentials })
    await isDenied(t, by(stranger))
    await t.resolves(by(ann))
  })
  t.test('a tombstone needs the right to delete', async (t) => {
    const stream = unique('acl')
    await admin.appendToStream(stream, events(1))
    await admin.setStreamMetadata(stream, { acl: { deleteRoles: [ann.username] } })
    await isDenied(t, callers.nobody.tombstoneStream(stream))
    await t.resolves(callers['the one named'].tombstoneStream(stream))
  })
  t.test('nobody writes to $all', async (t) => {
    await isDenied(t, append(admin, '$all'))
  })
  t.test('nobody deletes metadata', async (t) => {
    const stream = unique('acl')
    await admin.setStreamMetadata(stream, { maxCount: 1 })
    await isDenied(t, remove(admin, `$$${stream}`))
  })
  t.test('operators may not read what is the administrators’', async (t) => {
    const operator = node.as(await newUser(['$ops']))
    await isDenied(t, collect(operator.readAll({ maxCount: 1 })))
  })
  t.test(
    'a link shows only what its reader may read',
    { skip: node.embedded ? false : 'a rule of the embedded node' },
    async (t) => {
      const secret = unique('acl')
      const links = unique('links')
      await admin.appendToStream(secret, events(1))
      await admin.setStreamMetadata(secret, { acl: { readRoles: [ann.username] } })
      await admin.appendToStream(links, linkTo(secret, 0))
      const through = (client: EventStoreDBClient) =>
        collect(client.readStream(links, { resolveLinkTos: true }))
      t.equal((await through(callers.nobody))[0]?.event, undefined)
      t.equal((await through(callers['the one named']))[0]?.event?.streamId, secret)
    },
  )
  t.test(
    '$settings changes the defaults',
    { skip: node.embedded ? false : 'it would change the node for all' },
    async (t) => {
      const settings = (data: Record<string, Record<string, string | string[]>>) =>
        admin.appendToStream('$settings', jsonEvent({ type: 'update-default-acl', data }))
      await settings({
        $userStreamAcl: { $w: ann.username },
        $systemStreamAcl: { $r: [ann.username] },
      })
      const stream = unique('plain')
      await isDenied(t, append(callers.nobody, stream))
      await t.resolves(append(callers['the one named'], stream))
      await t.resolves(read(callers.nobody, stream))
      await t.resolves(read(callers['the one named'], '$settings'))
      await isDenied(t, read(callers.nobody, '$settings'))
      await settings({})
      await t.resolves(append(callers.nobody, unique('plain')))
    },
  )
  t.test(
    'whom the list of $all names may read it',
    { skip: node.embedded ? false : 'it would change the node for all' },
    async (t) => {
      await admin.setStreamMetadata('$all', { acl: { readRoles: [ann.username] } })
      await t.resolves(collect(callers['the one named'].readAll({ maxCount: 1 })))
      await isDenied(t, collect(callers['somebody else'].readAll({ maxCount: 1 })))
      await admin.setStreamMetadata('$all', {})
      await isDenied(t, collect(callers['the one named'].readAll({ maxCount: 1 })))
    },
  )
}
