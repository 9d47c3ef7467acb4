import type { FastifyInstance } from 'fastify'
import { serializerCompiler } from 'fastify-type-provider-zod'
import { spendOf } from '../commands/accounts/spend-uses.ts'
import { createRateLimit } from '../platform/http/rate-limit.ts'
import { createServer } from '../platform/http/server.ts'
import { zodValidator } from './http/zod-validator.ts'
import { describeRoutes } from './openapi/document.ts'
import { serveReference } from './openapi/reference.ts'
import type { WriteApiOptions } from './plumbing.ts'
import { serveA2A } from './agents/a2a/serve.ts'
import { serveNotices } from './billing/payments/serve-notices.ts'
import { serveProblemPages } from './problem-pages.ts'
import { routes } from './routes.ts'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

/** The command interface. It answers `/v1/…`, the reference and the health routes; it does not listen yet. */
export const createWriteApi = async (options: WriteApiOptions): Promise<FastifyInstance> => {
  const { config, cache, logger, health } = options
  const spend = spendOf(options.services)
  const plumbing = { ...options, rateLimit: createRateLimit(config, cache, logger, spend) }
  const app = await createServer({ logger, health, trustProxy: config.trustProxy, methods })
  serveProblemPages(app)
  await describeRoutes(
    app,
    routes.map(({ document }) => document),
    config,
  )
  await app.register(async (commands) => {
    commands.setValidatorCompiler(zodValidator)
    commands.setSerializerCompiler(serializerCompiler)
    for (const { on } of routes) on(commands, plumbing)
    serveNotices(commands, plumbing)
    serveA2A(commands, plumbing)
  })
  await serveReference(app)
  await app.ready()
  return app
}
