import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { headerOf } from '../../platform/http/header.ts'
import type { Headers } from '../../platform/http/send-problem.ts'
import { noneMatchNames } from '../commands/entity-tag.ts'
import { contentDigest } from './content-digest.ts'

/** What holds of content, whether it is sent or known to the caller. */
export const tagged = (tag: string): Headers => ({
  etag: tag,
  'cache-control': 'private, no-cache',
  vary: 'authorization, x-api-key',
})

/** A file that was made for one caller: the same bytes have the same tag, and are sent again only to who lacks them. */
export const sendFile = (
  request: FastifyRequest,
  reply: FastifyReply,
  contentType: string,
  { fileName, content }: { readonly fileName: string; readonly content: string | Uint8Array },
): FastifyReply => {
  const sha256 = createHash('sha256').update(content).digest('hex')
  const tag = `"${sha256}"`
  if (noneMatchNames(headerOf(request, 'if-none-match'), tag))
    return reply.headers(tagged(tag)).code(304).send()
  return reply
    .headers({
      ...tagged(tag),
      'content-type': contentType,
      'content-digest': contentDigest(sha256),
      'content-disposition': `attachment; filename="${fileName}"`,
    })
    .send(Buffer.from(content))
}
