import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { headerOf } from '../../platform/http/header.ts'
import { sendProblem } from '../../platform/http/send-problem.ts'
import { noneMatchNames } from '../../write-api/commands/entity-tag.ts'
import { type ConsoleFile, readFiles, tagged } from './files.ts'
import { contentSecurityPolicy } from './policy.ts'
import { type ConsoleSettings, shellPage } from './shell-page.ts'

/** Kept by browsers and asked for again each time: what is unchanged is not sent twice. */
const send = (
  request: FastifyRequest,
  reply: FastifyReply,
  { type, content, tag }: ConsoleFile,
): FastifyReply => {
  reply.headers({ etag: tag, 'cache-control': 'no-cache' })
  if (noneMatchNames(headerOf(request, 'if-none-match'), tag)) return reply.code(304).send()
  return reply.header('content-type', type).send(content)
}

/**
 * The operators' page under /console. It is for anybody to load and shows nothing by itself: whatever it shows it asks of
 * the public APIs, with the token of who logged in.
 */
export const serveConsole = async (
  app: FastifyInstance,
  settings: ConsoleSettings,
): Promise<void> => {
  const files = await readFiles()
  const shell = tagged('text/html; charset=utf-8', shellPage(files, settings))
  const policy = contentSecurityPolicy(settings.commandApi)
  const page = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    send(
      request,
      reply.headers({ 'content-security-policy': policy, 'referrer-policy': 'no-referrer' }),
      shell,
    )

  app.get('/console', page)
  // Every view has an address of its own; the page reads it.
  app.get('/console/*', page)
  app.get<{ Params: { '*': string } }>('/console/assets/*', (request, reply) => {
    const file = files.get(request.params['*'])
    return file === undefined
      ? sendProblem(reply, { code: 'NOT_FOUND', detail: 'The console has no such file.' })
      : send(request, reply, file)
  })
}
