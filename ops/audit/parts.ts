import type { Kysely } from 'kysely'
import type { Services } from '../../commands/shared/services.ts'
import { auditName } from '../../domain/audit/head-text.ts'
import { createSigner } from '../../platform/audit/signing.ts'
import type { Config } from '../../platform/config/schema.ts'
import type { StoredLog } from '../../platform/event-store/stored-log.ts'
import type { AuditTables } from '../../projections/audit/tables.ts'
import { createAuditTree } from '../../projections/audit/tree.ts'
import type { KeeperParts } from './keeper.ts'

type AuditConfig = Pick<Config, 'auditKey' | 'auditPreviousKey' | 'auditHeadSeconds'>

/** What the keeper of the tree works with, as the configuration says. */
export const keeperParts = (
  { auditKey, auditPreviousKey, auditHeadSeconds }: AuditConfig,
  services: Services,
  db: Kysely<AuditTables>,
  log: StoredLog,
): KeeperParts => ({
  services,
  log,
  tree: createAuditTree(db),
  signer: createSigner(auditName, auditKey),
  previous: auditPreviousKey === undefined ? undefined : createSigner(auditName, auditPreviousKey),
  headEverySeconds: auditHeadSeconds,
})
