import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { noticeOf, receiveNotice } from '../../../commands/billing/payments/receive-notice.ts'
import { execute } from '../../../commands/shared/execute.ts'
import type { Failure } from '../../../platform/errors/problem.ts'
import { headerOf } from '../../../platform/http/header.ts'
import { sendProblem } from '../../../platform/http/send-problem.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import type { NoticeRefusalCode } from '../../../platform/payments/objects.ts'
import type { Plumbing } from '../../plumbing.ts'

/** Where the payment provider delivers its notices. */
export const noticesPath = '/v1/webhooks/payments'

/** Far above any notice of the provider's. */
const largest = 262_144

const codes = {
  SIGNATURE_INVALID: 'NOTICE_SIGNATURE_INVALID',
  SIGNATURE_TOO_OLD: 'NOTICE_SIGNATURE_TOO_OLD',
  NOTICE_MALFORMED: 'NOTICE_MALFORMED',
} as const satisfies Readonly<Record<NoticeRefusalCode, Failure['code']>>

const receiver = {
  actor: { kind: 'system', id: 'payment-notices' },
  scopes: ['billing:notice'],
} as const

/** What it takes to receive them. */
export type NoticePlumbing = Pick<Plumbing, 'services' | 'health'> & {
  readonly rateLimit: Pick<Plumbing['rateLimit'], 'address'>
}

const handler = ({ services, rateLimit, health }: NoticePlumbing) => {
  /** Only what is refused is counted against its address: a provider in a hurry is welcome, a guesser is not. */
  const refuse = async (request: FastifyRequest, reply: FastifyReply, failure: Failure) => {
    const counted = await rateLimit.address(request.ip, 'request')
    reply.headers(counted.headers)
    return sendProblem(reply, counted.failure ?? failure)
  }

  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    if (health.draining())
      return sendProblem(reply, { code: 'DRAINING', detail: 'Another process takes the request.' })
    const signature = headerOf(request, 'stripe-signature') ?? ''
    const body = request.body instanceof Uint8Array ? request.body : Buffer.alloc(0)
    const verdict = services.payments.verifyNotice({ body, signature })
    if (verdict.kind === 'refused')
      return refuse(request, reply, { code: codes[verdict.code], detail: verdict.detail })
    const notice = noticeOf(services.payments.name, verdict.notice)
    const commandId = derivedId(services.payments.name, notice.noticeId, signature)
    const context = { ...receiver, commandId, correlationId: commandId, causationId: request.id }
    const outcome = await execute(services, receiveNotice, { notice }, context)
    if (outcome.kind === 'failed') return sendProblem(reply, outcome.failure)
    return reply.code(200).send({ received: true })
  }
}

/**
 * Takes the payment provider's notices: its own interface, and no part of the hub's. The signature is over the bytes that
 * came, so nothing reads them before it is checked.
 */
export const serveNotices = (app: FastifyInstance, plumbing: NoticePlumbing): void => {
  void app.register((scope: FastifyInstance, _options: object, done: () => void) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) =>
      parsed(null, body),
    )
    scope.route({
      method: 'POST',
      url: noticesPath,
      bodyLimit: largest,
      handler: handler(plumbing),
    })
    done()
  })
}
