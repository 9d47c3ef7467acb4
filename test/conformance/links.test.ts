import t from 'tap'
import { collect, events, linkTo, numbersOf } from './support/events.ts'
import { follow } from './support/follow.ts'
import { conformanceNode, unique } from './support/node.ts'

const node = await conformanceNode()
t.teardown(node.close)
const { client } = node

const linked = async (): Promise<{ readonly target: string; readonly links: string }> => {
  const target = unique('target')
  const links = unique('links')
  await client.appendToStream(target, events(3))
  await client.appendToStream(links, [linkTo(target, 2), linkTo(target, 0)])
  return { target, links }
}

t.test('a link is an event when links are not resolved', async (t) => {
  const { target, links } = await linked()
  const [first] = await collect(client.readStream(links))
  t.equal(first?.event?.type, '$>')
  t.equal(Buffer.from(first?.event?.data as Uint8Array).toString(), `2@${target}`)
  t.equal(first?.link, undefined)
})

t.test('a resolved link brings the event it points at, and itself', async (t) => {
  const { target, links } = await linked()
  const all = await collect(client.readStream(links, { resolveLinkTos: true }))
  t.same(numbersOf(all), [2, 0])
  t.equal(all[0]?.event?.streamId, target)
  t.equal(all[0]?.link?.streamId, links)
  t.equal(all[0]?.link?.revision, 0n)
  t.equal(all[0]?.commitPosition, all[0]?.link?.position?.commit)
})

t.test('links are resolved backwards, in $all and in subscriptions', async (t) => {
  const { links } = await linked()
  const back = { resolveLinkTos: true, direction: 'backwards', fromRevision: 'end' } as const
  t.same(numbersOf(await collect(client.readStream(links, back))), [0, 2])
  const followed = follow(client.subscribeToStream(links, { resolveLinkTos: true }))
  t.same(numbersOf(await followed.count(2)), [2, 0])
  await followed.stop()
  const [first] = await collect(client.readStream(links))
  const fromPosition = first?.event?.position ?? 'start'
  const all = await collect(client.readAll({ fromPosition, maxCount: 2, resolveLinkTos: true }))
  t.same(numbersOf(all), [2, 0])
})

t.test('a plain event among links is not changed', async (t) => {
  const { links } = await linked()
  await client.appendToStream(links, events(1, 'Plain', 9))
  const all = await collect(client.readStream(links, { resolveLinkTos: true, fromRevision: 2n }))
  t.same(numbersOf(all), [9])
  t.equal(all[0]?.link, undefined)
})

t.test('a link to nothing comes without an event', async (t) => {
  const links = unique('links')
  await client.appendToStream(links, [linkTo(unique('missing'), 0)])
  const [only] = await collect(client.readStream(links, { resolveLinkTos: true }))
  t.equal(only?.event, undefined)
  t.equal(only?.link?.streamId, links)
})

t.test('a link to a hidden or deleted event comes without it', async (t) => {
  const { target, links } = await linked()
  await client.setStreamMetadata(target, { truncateBefore: 1 })
  const some = await collect(client.readStream(links, { resolveLinkTos: true }))
  t.same(numbersOf(some), [2, undefined])
  await client.deleteStream(target)
  const none = await collect(client.readStream(links, { resolveLinkTos: true }))
  t.same(numbersOf(none), [undefined, undefined])
})
