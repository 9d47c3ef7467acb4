import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { ZodError } from 'zod'
import { ApiError, invalid } from '../core/errors.ts'
import type { Simulator } from '../core/simulator.ts'
import type { RequestFault } from '../faults/fault.ts'
import { createFaultPlan, type FaultPlan } from '../faults/plan.ts'
import { startDeliveries, type DeliveryOptions } from '../webhooks/deliver.ts'
import { createControl } from './control.ts'
import { readForm } from './form.ts'
import { sayOtherwise } from './otherwise.ts'
import { pageOf } from './pages.ts'
import { createPerformer, type Performed } from './perform.ts'
import { route } from './router.ts'
import { apiVersion } from './version.ts'

export type ServeOptions = {
  readonly port: number
  readonly host: string
  /** The secret key that callers must name. */
  readonly key: string
  readonly delivery: DeliveryOptions
}

export type Served = {
  readonly port: number
  readonly plan: FaultPlan
  readonly close: () => Promise<void>
}

const longestBody = 1_000_000

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request) {
    // A request's body comes in buffers as long as no encoding is set.
    const bytes = part as Buffer
    size += bytes.length
    if (size > longestBody) throw new ApiError(413, { message: 'The request is too large.' })
    parts.push(bytes)
  }
  return Buffer.concat(parts).toString('utf8')
}

type Respond = (answer: Performed, fault?: RequestFault) => void

const headersOf = ({ status, replayed }: Performed, requestId: string) => ({
  'content-type': 'application/json',
  'request-id': requestId,
  'stripe-version': apiVersion,
  ...(replayed === true ? { 'idempotent-replayed': 'true' } : {}),
  // What was kept under a key is answered again; trying once more changes nothing.
  ...(status === 500 ? { 'stripe-should-retry': 'false' } : {}),
})

const responder =
  (response: ServerResponse, requestId: string): Respond =>
  (answer, fault) => {
    const text = JSON.stringify(answer.body)
    const { socket } = response
    switch (fault?.kind) {
      case 'loseReply':
        return void socket?.destroy()
      case 'garbage':
        response.writeHead(200, headersOf(answer, requestId))
        return void response.end(text.slice(0, text.length / 2))
      case 'answerTwice':
        response.writeHead(answer.status, {
          ...headersOf(answer, requestId),
          'content-length': Buffer.byteLength(text),
        })
        response.end(text)
        return void socket?.write(
          `HTTP/1.1 ${answer.status} OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
        )
      default:
        response.writeHead(answer.status, headersOf(answer, requestId))
        response.end(text)
    }
  }

const refusal = (error: unknown): Performed => {
  if (error instanceof ApiError) return { status: error.status, body: { error: error.error } }
  if (error instanceof ZodError || error instanceof SyntaxError)
    return {
      status: 400,
      body: { error: { type: 'invalid_request_error', message: error.message } },
    }
  throw error
}

/** Serves the vendor's API, and the simulator's own controls beside it. */
export const serve = async (simulator: Simulator, options: ServeOptions): Promise<Served> => {
  const plan = createFaultPlan()
  const deliveries = startDeliveries(simulator, plan, options.delivery)
  const control = createControl({ simulator, plan, deliveries })
  const perform = createPerformer(simulator)
  let requests = 0

  const insistOnKey = ({ headers }: IncomingMessage): void => {
    if (headers.authorization === `Bearer ${options.key}`) return
    throw new ApiError(401, {
      type: 'invalid_request_error',
      message: 'Invalid API Key provided.',
    })
  }

  const api = async (
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    respond: Respond,
  ): Promise<void> => {
    insistOnKey(request)
    const { method = 'GET' } = request
    const text = method === 'GET' ? url.search.slice(1) : await bodyOf(request)
    const found = route(method, url.pathname)
    if (found === undefined)
      throw new ApiError(404, {
        type: 'invalid_request_error',
        message: `Unrecognized request URL (${method}: ${url.pathname}).`,
      })
    const { operation, id } = found
    const { 'idempotency-key': key, 'stripe-account': account } = request.headers
    const about = `${url.pathname} ${String(key)} ${decodeURIComponent(text.replaceAll('+', ' '))}`
    const fault = plan.forRequest(operation.name, about)
    if (fault?.kind === 'drop') return void response.socket?.destroy()
    if (fault?.kind === 'rateLimit')
      throw new ApiError(429, {
        type: 'invalid_request_error',
        code: 'rate_limit',
        message: 'Too many requests hit the API too quickly.',
      })
    const performed = await perform({
      operation,
      request: {
        id,
        form: readForm(text),
        account: typeof account === 'string' ? account : undefined,
        manner: fault?.kind === 'manner' ? fault.manner : {},
        origin: url.origin,
      },
      key: typeof key === 'string' ? key : undefined,
      text: `${method} ${url.pathname} ${text}`,
      fault,
    })
    if (fault?.kind === 'answerLate') await pause(fault.ms)
    respond(sayOtherwise(performed, fault, simulator.world), fault)
  }

  const handle = async (
    request: IncomingMessage,
    response: ServerResponse,
    respond: Respond,
  ): Promise<void> => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? options.host}`)
    const own = '/_simulator/'
    if (url.pathname.startsWith(`${own}pages/`)) {
      const { status, html, location } = await pageOf(simulator, request.method ?? 'GET', url)
      response.writeHead(status, {
        'content-type': 'text/html; charset=utf-8',
        ...(location === undefined ? {} : { location }),
      })
      return void response.end(html)
    }
    if (!url.pathname.startsWith(own)) return api(request, response, url, respond)
    insistOnKey(request)
    const text = await bodyOf(request)
    const body: unknown = text === '' ? {} : JSON.parse(text)
    const answer = await control(request.method ?? 'GET', url.pathname.slice(own.length), body)
    await simulator.settled()
    respond({ status: 200, body: answer })
  }

  const server = createServer((request, response) => {
    requests += 1
    const respond = responder(response, `req_${requests}`)
    handle(request, response, respond).catch((error: unknown) => {
      try {
        respond(refusal(error))
      } catch (unforeseen) {
        process.stderr.write(`payments: ${String(unforeseen)}\n`)
        respond({ status: 500, body: { error: invalid('The simulator failed.').error } })
      }
    })
  })
  const tick = setInterval(() => void simulator.tick(), 1_000)
  tick.unref()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  const address = server.address()
  return {
    // A server that listens on a port has an address of this form.
    port: (address as AddressInfo).port,
    plan,
    close: async () => {
      clearInterval(tick)
      await deliveries.stop()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
