import { z } from 'zod'
import { AuditKeysView, readAuditKeys } from '../../commands/audit/read-keys.ts'
import type { Mount } from '../mount.ts'
import { mountQuery } from '../queries/mount-query.ts'

/** What somebody needs who verifies the log and has nothing but an export of it. */
export const auditRoutes: readonly Mount[] = [
  mountQuery({
    operationId: 'getAuditKeys',
    tag: 'audit',
    summary: 'Read the public keys that heads of the log are signed with',
    description:
      'In the order of their introduction: the last one is in use, and each says which key before it vouched for it. ' +
      'They are verifier keys as c2sp.org/signed-note has them, what `qhub audit verify --key` takes. Who verifies a hub ' +
      'keeps the key from a time when the hub was trusted, and looks here whether it still is the same.',
    problems: ['NOT_FOUND'],
    path: '/v1/audit/keys',
    params: z.strictObject({}),
    access: 'anonymous',
    answer: AuditKeysView,
    read: ({ services }, context) => readAuditKeys(services, context),
  }),
]
