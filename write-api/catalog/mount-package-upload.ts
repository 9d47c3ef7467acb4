import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Readable } from 'node:stream'
import { recordPackage } from '../../commands/catalog/record-package.ts'
import { allows } from '../../commands/shared/context.ts'
import type { Failure } from '../../platform/errors/problem.ts'
import { principalOf } from '../../platform/http/admit.ts'
import { headerOf } from '../../platform/http/header.ts'
import { sendProblem } from '../../platform/http/send-problem.ts'
import { derivedId, inputHashOf } from '../../platform/ids/ids.ts'
import type { IntakeOutcome, KeptPackage } from '../../platform/packages/intake.ts'
import { answerCommand } from '../commands/answer-command.ts'
import { contextOf } from '../commands/command-context.ts'
import { commandHeadersOf } from '../commands/command-headers.ts'
import { replayedHeader, sendAnswer } from '../commands/http-answer.ts'
import { idempotently } from '../commands/idempotently.ts'
import { keptAnswers } from '../commands/kept-answers.ts'
import { successesOf } from '../commands/responses.ts'
import { contentDigestOf } from '../http/content-digest.ts'
import { gate } from '../http/gate.ts'
import type { Mount, MountDocument } from '../mount.ts'
import type { Plumbing } from '../plumbing.ts'
import { packageUpload, uploadTypes } from './package-upload.ts'

const document: MountDocument = {
  ...packageUpload.document,
  kind: 'command',
  route: `POST ${packageUpload.path}`,
  access: 'signed-in',
  scope: recordPackage.scope,
  status: 201,
  precondition: 'none',
  waits: false,
  located: false,
  upload: { types: uploadTypes },
}

/** The connection goes: nobody reads what else is on its way. */
const refuse = (reply: FastifyReply, failure: Failure): FastifyReply =>
  sendProblem(reply, failure, { connection: 'close' })

const tooLarge = (maxBytes: number): Failure => ({
  code: 'PACKAGE_TOO_LARGE',
  detail: `A package may have ${maxBytes} bytes.`,
})

const failureOf = (outcome: Exclude<IntakeOutcome, { kind: 'kept' }>): Failure => {
  switch (outcome.kind) {
    case 'too-large':
      return tooLarge(outcome.maxBytes)
    case 'digest-mismatch':
      return {
        code: 'DIGEST_MISMATCH',
        detail: `The SHA-256 of what arrived is ${outcome.sha256}.`,
      }
    case 'unsupported':
      return { code: 'PACKAGE_UNSUPPORTED', detail: 'The content is no archive of a known kind.' }
    case 'refused': {
      const { fault: code, detail } = outcome
      return { code: 'PACKAGE_INVALID', detail, issues: [{ pointer: '', code, detail }] }
    }
    case 'unavailable':
      return { code: 'UNAVAILABLE', detail: 'The storage of packages does not answer.' }
    default:
      return outcome satisfies never
  }
}

/** What stands in the way before a byte of the content is read. */
const obstacle = (request: FastifyRequest, maxBytes: number): Failure | undefined => {
  const principal = principalOf(request)
  const context = contextOf(request, principal, request.id)
  if (!allows(context, recordPackage.scope))
    return { code: 'FORBIDDEN', detail: `This takes the scope ${recordPackage.scope}.` }
  const length = Number(headerOf(request, 'content-length') ?? '0')
  return length > maxBytes ? tooLarge(maxBytes) : undefined
}

const handler = (plumbing: Plumbing) => {
  const { services, cache, logger } = plumbing
  const answers = keptAnswers(cache)

  const record = async (
    request: FastifyRequest,
    reply: FastifyReply,
    kept: KeptPackage,
    key: string,
  ) => {
    const { object, contentType, main, files } = kept
    const { key: objectKey, sha256, size } = object
    const input = { package: { objectKey, sha256, size, contentType }, main, files }
    const principal = principalOf(request)
    const who = principal?.actor.id ?? 'nobody'
    const commandId = derivedId(who, recordPackage.name, key)
    const context = contextOf(request, principal, commandId)
    const fingerprint = inputHashOf(services.secrets.inputHashKey, recordPackage.name, input)
    const once = { commandId, fingerprint, keep: true }
    const { answer, replayed } = await idempotently(answers, logger, once, () =>
      answerCommand(services, recordPackage, input, context, { kind: 'none' }, { status: 201 }),
    )
    return sendAnswer(reply, answer, replayed ? replayedHeader : {})
  }

  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const headers = commandHeadersOf(request, undefined)
    if ('code' in headers) return refuse(reply, headers)
    const { packages } = services.apps
    const stopped = obstacle(request, packages.maxBytes)
    if (stopped !== undefined) return refuse(reply, stopped)
    const digest = contentDigestOf(headerOf(request, 'content-digest'))
    if ('code' in digest) return refuse(reply, digest)
    const content = request.body instanceof Readable ? request.body : Readable.from([])
    let outcome: IntakeOutcome
    try {
      outcome = await packages.take(content, digest)
    } catch (error) {
      if (!request.raw.destroyed) throw error
      return refuse(reply, { code: 'MALFORMED_REQUEST', detail: 'The content broke off.' })
    }
    return outcome.kind === 'kept'
      ? record(request, reply, outcome.package, headers.key)
      : refuse(reply, failureOf(outcome))
  }
}

/** An upload as a route: its content streams to the storage, and is no part of any event. */
export const mountPackageUpload = (): Mount => ({
  document,
  on: (app, plumbing) => {
    void app.register((scope: FastifyInstance, _options: object, done: () => void) => {
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser([...uploadTypes], (_request, content, parsed) => {
        parsed(null, content)
      })
      scope.route({
        method: 'POST',
        url: packageUpload.path,
        // The handler counts for itself, and says so in its own words.
        bodyLimit: Number.MAX_SAFE_INTEGER,
        schema: {
          operationId: document.operationId,
          response: successesOf({ status: 201, answer: packageUpload.answer }),
        },
        onRequest: [...gate(plumbing, 'signed-in')],
        handler: handler(plumbing),
      })
      done()
    })
  },
})
