import type { FastifyReply, FastifyRequest } from 'fastify'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { downloadVersion } from '../../commands/catalog/download-version.ts'
import { readPackage, type PackageView } from '../../commands/catalog/read-package.ts'
import { principalOf } from '../../platform/http/admit.ts'
import { headerOf } from '../../platform/http/header.ts'
import { sendProblem, type Headers } from '../../platform/http/send-problem.ts'
import { contextOf } from '../commands/command-context.ts'
import { noneMatchNames } from '../commands/entity-tag.ts'
import { contentDigest } from '../http/content-digest.ts'
import { gate } from '../http/gate.ts'
import type { Mount, MountDocument } from '../mount.ts'
import type { Plumbing } from '../plumbing.ts'
import { VersionPath } from './paths.ts'

const types = ['application/zip', 'application/gzip'] as const

const path = '/v1/apps/:appId/versions/:versionId/package'

const document: MountDocument = {
  operationId: 'getPackage',
  tag: 'catalog',
  summary: 'Read the package of a version',
  description:
    'As it was uploaded. Of your own versions in any state; of others those that are out, by the same right as a download, ' +
    'which `downloadVersion` counts: this only reads. A transfer that breaks off is begun anew.',
  problems: ['NOT_FOUND', 'SUBSCRIPTION_REQUIRED'],
  kind: 'query',
  route: `GET ${path}`,
  access: 'signed-in',
  scope: downloadVersion.scope,
  status: 200,
  precondition: 'none',
  waits: false,
  located: false,
  download: { types },
}

/** What holds of the content, whether it is sent or known to the caller. */
const tagged = (tag: string): Headers => ({
  etag: tag,
  'cache-control': 'private, no-cache',
  vary: 'authorization, x-api-key',
})

const described = ({ package: { sha256, size, contentType }, fileName }: PackageView): Headers => ({
  'content-type': contentType,
  'content-length': size.toString(),
  'content-digest': contentDigest(sha256),
  'content-disposition': `attachment; filename="${fileName}"`,
})

const handler =
  ({ services, logger }: Plumbing) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    // The validator compiler has replaced the parameters by what their schema made of them.
    const { appId, versionId } = request.params as z.output<typeof VersionPath>
    const context = contextOf(request, principalOf(request), request.id)
    const outcome = await readPackage(services, context, appId, versionId)
    if (outcome.kind === 'failed') return sendProblem(reply, outcome.failure)
    const { view } = outcome
    const tag = `"${view.package.sha256}"`
    if (noneMatchNames(headerOf(request, 'if-none-match'), tag))
      return reply.headers(tagged(tag)).code(304).send()
    const headers = { ...tagged(tag), ...described(view) }
    // Nothing is opened for the sake of its headers.
    if (request.method === 'HEAD') return reply.headers(headers).send(Readable.from([]))
    const opened = await services.apps.openPackage(view.package)
    if (opened.kind === 'unavailable') {
      logger.error({ appId, versionId, detail: opened.detail }, 'a package cannot be read')
      const detail = 'The storage of packages does not answer.'
      return sendProblem(reply, { code: 'UNAVAILABLE', detail })
    }
    return reply.headers(headers).send(opened.content)
  }

/** A package as a route: its bytes stream from the storage, at the pace of whoever reads them. */
export const mountPackageDownload = (): Mount => ({
  document,
  on: (app, plumbing) => {
    app.route({
      method: 'GET',
      url: path,
      schema: {
        operationId: document.operationId,
        params: VersionPath,
        querystring: z.strictObject({}),
      },
      onRequest: [...gate(plumbing, 'signed-in', false, types)],
      handler: handler(plumbing),
    })
  },
})
