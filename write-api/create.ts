import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import Fastify, { type FastifyInstance, LogController } from 'fastify'
import { serializerCompiler } from 'fastify-type-provider-zod'
import { newId } from '../platform/ids/ids.ts'
import { healthRoutes } from '../platform/http/health.ts'
import { answerCausality } from './http/causality.ts'
import { answerClientError } from './http/client-error.ts'
import { zodValidator } from './http/invalid-input.ts'
import { acceptJsonOnly } from './http/json-body.ts'
import { methodTable } from './http/method-table.ts'
import { logRequests } from './http/log-requests.ts'
import { answerFrameworkError, answerProblems } from './http/problems.ts'
import { exposedHeaders } from './http/exposed-headers.ts'
import { describeRoutes } from './openapi/document.ts'
import { serveReference } from './openapi/reference.ts'
import type { Plumbing } from './plumbing.ts'
import { serveProblemPages } from './problem-pages.ts'
import { routes } from './routes.ts'

/** Enough for every command but those that carry programs and calibrations, which say so themselves. */
const bodyLimit = 64 * 1024
/** Longer than any id or name in a path. */
const maxParamLength = 200

/**
 * The command interface. It answers `/v1/…`, the reference and the health routes; it does not listen yet. `health.draining`
 * turns on before `close()`, which finishes what is under way.
 */
export const createWriteApi = async (plumbing: Plumbing): Promise<FastifyInstance> => {
  const app = Fastify({
    loggerInstance: plumbing.logger,
    // One line a request, written below, says as much as two.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: newId,
    bodyLimit,
    routerOptions: { maxParamLength },
    return503OnClosing: false,
    clientErrorHandler: answerClientError,
    frameworkErrors: answerFrameworkError,
  })
  const methods = methodTable(app)
  answerProblems(app, methods)
  answerCausality(app)
  logRequests(app)
  acceptJsonOnly(app)
  await app.register(helmet)
  await app.register(cors, {
    origin: true,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: [...exposedHeaders],
  })
  await app.register(healthRoutes(plumbing.health))
  serveProblemPages(app)
  await describeRoutes(
    app,
    routes.map(({ document }) => document),
    plumbing.config.publicUrl,
  )
  await app.register(async (commands) => {
    commands.setValidatorCompiler(zodValidator)
    commands.setSerializerCompiler(serializerCompiler)
    for (const { on } of routes) on(commands, plumbing)
  })
  await serveReference(app)
  await app.ready()
  return app
}
