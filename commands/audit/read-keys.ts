import { z } from 'zod'
import { auditKeys, auditKeysId, KeyId, Signature, VerifierKey } from '../../domain/audit/keys.ts'
import { reject } from '../../domain/shared/rejection.ts'
import { Instant } from '../../domain/shared/values.ts'
import type { CommandContext } from '../shared/context.ts'
import { readAggregate, type ReadOutcome } from '../shared/read.ts'
import type { Services } from '../shared/services.ts'

const Key = z.strictObject({
  keyId: KeyId,
  key: VerifierKey.max(200),
  since: Instant,
  endorsement: z.strictObject({ keyId: KeyId, signature: Signature }).exactOptional(),
})

/** A hub changes its key a few times in its life. */
const most = 1_000

/** The last one is in use. */
export const AuditKeysView = z.strictObject({ keys: z.array(Key).max(most) })
export type AuditKeysView = z.output<typeof AuditKeysView>

/** The keys that heads of the log's tree are signed with, in the order of their introduction. */
export const readAuditKeys = (
  services: Services,
  context: CommandContext,
): Promise<ReadOutcome<AuditKeysView>> =>
  readAggregate(services, context, 'signed-in', auditKeys, auditKeysId, ({ keys }) =>
    keys.length === 0
      ? reject('NOT_FOUND', 'No head of the log was signed yet.')
      : { keys: keys.slice(-most) },
  )
