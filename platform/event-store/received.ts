import type { ClientHttp2Stream } from 'node:http2'
import type { Metadata } from '@grpc/grpc-js'
import type { ReadCall } from './channel.ts'
import { createUnframer } from './wire/frames.ts'

/** Bytes that may wait for a slow reader, besides what the connection itself holds back. */
const mostWaiting = 256 * 1024

/** Where a call's bytes arrive: deep in the transport's own objects, by names that may change with its version. */
type Source = { readonly http2Stream: ClientHttp2Stream }

const layers = ['call', 'nextCall', 'child', 'underlyingCalls'] as const
const deepest = 8

const isSource = (value: object): value is Source =>
  'http2Stream' in value && 'unpushedReadMessages' in value && 'tryPush' in value

const sourceOf = (value: unknown, depth = 0): Source | undefined => {
  if (typeof value !== 'object' || value === null || depth > deepest) return undefined
  if (isSource(value)) return value
  for (const layer of layers) {
    const inner: unknown = Reflect.get(value, layer)
    // Of several attempts the last is answered: those before it were refused.
    const all = Array.isArray(inner) ? (inner as readonly unknown[]).toReversed() : [inner]
    for (const each of all) {
      const found = sourceOf(each, depth + 1)
      if (found !== undefined) return found
    }
  }
  return undefined
}

/** What stands in between may answer itself, in HTML: what that means is the call's to say. */
const isAnswer = (metadata: Metadata): boolean =>
  metadata.get('content-type')[0]?.toString().startsWith('application/grpc') === true

/** From where messages are taken: `transport` as they arrive; `call` as it hands them over, one by one. */
export type Way = 'transport' | 'call'

export type Received = AsyncIterable<readonly Buffer[]> & { readonly way: () => Way }

/**
 * The messages of an open call, as many at a time as came. A call hands its messages over one by one, each through four
 * layers and as many turns of the event loop, which is half of what a reader costs: so the bytes are taken where they
 * arrive, and the call is left to tell how it ends. Where a version of the transport has no such place, the call's own
 * way is taken.
 */
export const receive = (call: ReadCall): Received => {
  let waiting: Buffer[] = []
  let waitingBytes = 0
  let ended: { readonly error?: Error } | undefined
  let ring = (): void => undefined
  let ringing = false
  let source: { readonly pause: () => unknown; readonly resume: () => unknown } = call
  let way: Way = 'call'
  let handsOver = false
  let held = false

  const take = (messages: readonly Buffer[], bytes: number): void => {
    if (ended !== undefined) return
    for (const message of messages) waiting.push(message)
    waitingBytes += bytes
    if (waitingBytes > mostWaiting && !held) {
      held = true
      source.pause()
    }
    if (ringing) return
    // What came in the same read of the socket goes out together.
    ringing = true
    setImmediate(() => {
      ringing = false
      ring()
    })
  }
  const end = (how: { readonly error?: Error }): void => {
    ended ??= how
    // Ended for good only once it was read to its end, which is already behind us.
    call.resume()
    ring()
  }

  // Told before the first byte is.
  call.once('metadata', (metadata: Metadata) => {
    const found = isAnswer(metadata) ? sourceOf(call) : undefined
    if (found === undefined) {
      handsOver = true
      call.on('data', (message: Buffer) => take([message], message.length))
      call.on('end', () => end({}))
      return
    }
    way = 'transport'
    source = found.http2Stream
    const unframe = createUnframer()
    found.http2Stream.removeAllListeners('data')
    found.http2Stream.on('data', (chunk: Buffer) => {
      try {
        take(unframe(chunk), chunk.length)
      } catch (error) {
        end({ error: error instanceof Error ? error : new Error(String(error)) })
        call.cancel()
      }
    })
  })
  call.on('error', (error: Error) => end({ error }))
  call.on('status', () => {
    // What a call hands over itself comes before its end, and after its status.
    if (!handsOver) end({})
  })

  async function* messages(): AsyncGenerator<readonly Buffer[], void, undefined> {
    for (;;) {
      if (waiting.length > 0) {
        const taken = waiting
        waiting = []
        waitingBytes = 0
        yield taken
      } else if (ended !== undefined) {
        if (ended.error !== undefined) throw ended.error
        return
      } else {
        if (held) {
          held = false
          source.resume()
        }
        await new Promise<void>((resolve) => (ring = resolve))
      }
    }
  }
  return { [Symbol.asyncIterator]: messages, way: () => way }
}
