import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import type { WebhookRequest } from './port.ts'

/** So much of an answer is read; the rest is nobody's business. */
const mostBytes = 4096
const mostCharacters = 1000

export type Exchanged = {
  readonly status: number
  readonly excerpt: string
  readonly retryAfter: string | undefined
}

/** Answers what was checked: no second look-up, whose answer could be another. */
const pinned =
  (addresses: readonly string[]): LookupFunction =>
  (_host, options, done) => {
    const found = addresses.map((address) => ({ address, family: isIP(address) }))
    const [first] = found
    if (options.all === true) done(null, found)
    else done(null, first?.address ?? '', first?.family ?? 4)
  }

/** One POST to one of these addresses, over a connection of its own. No redirect is followed. */
export const exchange = (
  { url, headers, body, signal }: WebhookRequest,
  addresses: readonly string[],
  ca: string | undefined,
): Promise<Exchanged> =>
  new Promise((resolve, reject) => {
    const target = new URL(url)
    const request = target.protocol === 'https:' ? httpsRequest : httpRequest
    const bytes = Buffer.from(body)
    const sent = request(target, {
      method: 'POST',
      headers: { ...headers, 'content-length': bytes.length },
      agent: false,
      lookup: pinned(addresses),
      maxHeaderSize: 16_384,
      signal,
      ...(ca === undefined ? {} : { ca }),
    })
    sent.on('error', reject)
    // Whatever became of it, nobody waits for it any longer.
    const onClose = (): void => {
      reject(new Error('The connection ended without an answer.'))
    }
    sent.once('close', onClose)
    // Another protocol is an answer, too, and nothing that is spoken here.
    sent.once('upgrade', ({ statusCode: status = 101 }, socket) => {
      socket.destroy()
      resolve({ status, excerpt: '', retryAfter: undefined })
    })
    sent.once('response', (answer) => {
      sent.off('close', onClose)
      // Its status has come: what breaks off now is the body.
      sent.off('error', reject)
      sent.on('error', () => undefined)
      void readBeginning(answer).then((excerpt) => {
        const { statusCode: status = 0 } = answer
        resolve({ status, excerpt, retryAfter: answer.headers['retry-after'] })
        sent.destroy()
      })
    })
    sent.end(bytes)
  })

/** Its status has come: what of the body is read until it ends, breaks off or takes too long is enough. */
const readBeginning = (answer: IncomingMessage): Promise<string> =>
  new Promise((resolve) => {
    const parts: Buffer[] = []
    let size = 0
    const end = (): void => {
      const text = Buffer.concat(parts).subarray(0, mostBytes).toString('utf8')
      resolve(text.slice(0, mostCharacters))
    }
    answer.on('data', (part: Buffer) => {
      parts.push(part)
      size += part.length
      if (size >= mostBytes) end()
    })
    answer.once('end', end)
    answer.once('error', end)
    answer.once('close', end)
  })
