import { z } from 'zod'
import type { RouteDocument } from '../commands/route.ts'
import { Id } from '../shapes.ts'

/** What a client may call an archive; its first bytes decide what it is. */
export const uploadTypes = [
  'application/zip',
  'application/gzip',
  'application/x-gzip',
  'application/octet-stream',
] as const

const route: RouteDocument = {
  operationId: 'uploadPackage',
  tag: 'catalog',
  summary: 'Upload a package',
  description:
    'A zip or gzipped tar file with `app.json` at its root, whose `main` names the program: a .qasm file of the package. It ' +
    'is read as it streams and unpacked nowhere; the answer’s `packageId` is what a version is given. The same content is ' +
    'one package of an organisation, however often it is sent.',
  problems: ['PACKAGE_TOO_LARGE', 'PACKAGE_UNSUPPORTED', 'PACKAGE_INVALID', 'DIGEST_MISMATCH'],
}

export const packageUpload = {
  path: '/v1/packages',
  document: route,
  answer: z.object({
    packageId: Id,
    sha256: z.string().max(64),
    size: z.int().min(1),
    contentType: z.string().max(100),
    /** The path of its program. */
    main: z.string().max(200),
  }),
} as const
