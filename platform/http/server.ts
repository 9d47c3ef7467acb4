import cors from '@fastify/cors'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { newId } from '../ids/ids.ts'
import { answerCausality } from './causality.ts'
import { answerClientError } from './client-error.ts'
import { exposedHeaders } from './exposed-headers.ts'
import { type Health, healthRoutes } from './health.ts'
import { acceptJsonOnly } from './json-body.ts'
import { logRequests } from './log-requests.ts'
import { methodTable } from './method-table.ts'
import { observeRequests } from './observe-requests.ts'
import { answerFrameworkError, answerProblems } from './problems.ts'
import { answerSecurity } from './security-headers.ts'

export type ServerOptions = {
  readonly logger: FastifyBaseLogger
  readonly health: Health
  /** Addresses and networks whose word on who the client is (X-Forwarded-For) is taken; undefined: nobody's. */
  readonly trustProxy: readonly string[] | undefined
  /** What a page of another origin may ask for. */
  readonly methods: readonly string[]
}

/** Enough for most requests; routes that take more say so themselves. */
const bodyLimit = 64 * 1024
/** Longer than any id or name in a path. */
const maxParamLength = 200

/**
 * What both APIs stand on: JSON in and out, problem+json for whatever goes wrong, an id and a trace for each answer, one
 * line of log, CORS, security headers and the health routes. `health.draining` turns on before `close()`, which finishes
 * what is under way.
 */
export const createServer = async (options: ServerOptions): Promise<FastifyInstance> => {
  const { logger, health, trustProxy, methods } = options
  const app = Fastify({
    loggerInstance: logger,
    // One line a request, written below, says as much as two.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: newId,
    bodyLimit,
    routerOptions: { maxParamLength },
    return503OnClosing: false,
    clientErrorHandler: answerClientError,
    frameworkErrors: answerFrameworkError,
    ...(trustProxy === undefined ? {} : { trustProxy: [...trustProxy] }),
  })
  answerProblems(app, methodTable(app))
  // First: what the others say of a request's trace is this span.
  observeRequests(app)
  answerCausality(app)
  logRequests(app)
  acceptJsonOnly(app)
  answerSecurity(app)
  // No cookies: any page may ask, with a credential that it was given.
  await app.register(cors, {
    origin: true,
    maxAge: 86_400,
    methods: [...methods],
    exposedHeaders: [...exposedHeaders],
  })
  await app.register(healthRoutes(health))
  return app
}
