import { Readable } from 'node:stream'
import { downloadVersion } from '../../commands/catalog/download-version.ts'
import { readPackage, type PackageView } from '../../commands/catalog/read-package.ts'
import { headerOf } from '../../platform/http/header.ts'
import { sendProblem, type Headers } from '../../platform/http/send-problem.ts'
import { noneMatchNames } from '../commands/entity-tag.ts'
import { contentDigest } from '../http/content-digest.ts'
import { tagged } from '../http/send-file.ts'
import type { Mount } from '../mount.ts'
import { mountDownload } from '../queries/mount-download.ts'
import { VersionPath } from './paths.ts'

const described = ({ package: { sha256, size, contentType }, fileName }: PackageView): Headers => ({
  'content-type': contentType,
  'content-length': size.toString(),
  'content-digest': contentDigest(sha256),
  'content-disposition': `attachment; filename="${fileName}"`,
})

/** A package as a route: its bytes stream from the storage, at the pace of whoever reads them. */
export const mountPackageDownload = (): Mount =>
  mountDownload({
    operationId: 'getPackage',
    tag: 'catalog',
    summary: 'Read the package of a version',
    description:
      'As it was uploaded. Of your own versions in any state; of others those that are out, by the same right as a download, ' +
      'which `downloadVersion` counts: this only reads. A transfer that breaks off is begun anew.',
    problems: ['NOT_FOUND', 'SUBSCRIPTION_REQUIRED'],
    path: '/v1/apps/:appId/versions/:versionId/package',
    params: VersionPath,
    scope: downloadVersion.scope,
    types: ['application/zip', 'application/gzip'],
    send: async ({ services, logger }, request, reply, context, { appId, versionId }) => {
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
    },
  })
