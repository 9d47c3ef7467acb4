import { Readable } from 'node:stream'
import { Metadata } from '@grpc/grpc-js'
import t from 'tap'
import type { Channel, ReadCall } from './channel.ts'
import { createSubscribeAll } from './subscribe.ts'
import type { SubscriptionMessage } from './types.ts'

/** Messages on the wire: of places below 128, which are one byte. */
const event = (position: number): Buffer =>
  Buffer.from([0x0a, 0x06, 0x0a, 0x02, 0x28, position, 0x18, position])
const checkpoint = (position: number): Buffer => Buffer.from([0x1a, 0x02, 0x08, position])
const caughtUp = Buffer.from([0x42, 0x00])

/** A log whose subscription says this, and then nothing. */
const saying = (messages: readonly Buffer[]): Channel => {
  const openRead = (): Promise<ReadCall> => {
    const call = new Readable({ objectMode: true, autoDestroy: false, read: () => undefined })
    setImmediate(() => {
      call.emit('metadata', new Metadata())
      for (const message of messages) call.push(message)
    })
    // What of a call is used here.
    return Promise.resolve(Object.assign(call, { cancel: () => undefined }) as unknown as ReadCall)
  }
  // What of a channel is used here.
  return { openRead } as unknown as Channel
}

const placeOf = (message: SubscriptionMessage): string | number => {
  switch (message.kind) {
    case 'event':
      return Number(message.event.position)
    case 'checkpoint':
      return `up to ${message.position}`
    case 'caught-up':
      return message.kind
  }
}

t.test('a checkpoint that is behind what came is not told', async (t) => {
  const wire = [checkpoint(3), event(7), checkpoint(5), event(8), checkpoint(8), checkpoint(9)]
  const messages = createSubscribeAll(saying([...wire, caughtUp]))({
    after: 4n,
    signal: new AbortController().signal,
  })
  const places: (string | number)[] = []
  for await (const some of messages) {
    places.push(...some.map(placeOf))
    if (places.at(-1) === 'caught-up') break
  }
  t.same(places, [7, 8, 'up to 9', 'caught-up'])
})

t.test('what nobody can read ends it: to ask again would bring the same', async (t) => {
  const messages = createSubscribeAll(saying([Buffer.from([0x0a, 0x7f, 0x0a])]))({
    after: 'start',
    signal: new AbortController().signal,
  })
  await t.rejects(messages[Symbol.asyncIterator]().next(), {
    name: 'EventStoreRefused',
    reason: 'unreadable-answer',
  })
})
