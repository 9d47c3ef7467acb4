import type { IntroducedKey } from '../../../domain/audit/keys.ts'
import { openStoredLog, type StoredLog } from '../../../platform/event-store/stored-log.ts'
import { createKeeper, type Keeper, type Round } from '../../audit/keeper.ts'
import { readKeys } from '../../audit/heads.ts'
import { keeperParts } from '../../audit/parts.ts'
import { AuditError } from '../../audit/problem.ts'
import { attachServers } from '../../hub/attach.ts'
import type { Attached } from '../attached.ts'
import { configOrExit } from '../load.ts'
import type { Signer } from '../../../platform/audit/signing.ts'

export type Keeping = {
  readonly log: StoredLog
  readonly signer: Signer
  readonly keeper: Keeper
  readonly keys: () => Promise<readonly IntroducedKey[]>
}

/** Works on the tree beside the hub that keeps it. */
export const withKeeper = async <Result>(
  { connections: { postgres }, services }: Attached,
  work: (keeping: Keeping) => Promise<Result>,
): Promise<Result> => {
  const config = configOrExit()
  const log = openStoredLog(attachServers(config).eventStoreUrl)
  try {
    const parts = keeperParts(config, services, postgres.db, log)
    const keys = () => readKeys(services.eventStore)
    return await work({ log, signer: parts.signer, keeper: createKeeper(parts), keys })
  } finally {
    await log.close()
  }
}

/** What a round that was asked for came to. Throws AuditError where nothing could be signed. */
export const orThrow = (round: Round): Round => {
  if (round.kind === 'inconsistent')
    throw new AuditError(
      'LOG_DIFFERS',
      `the log is not the one of ${round.last.size} events that was signed at ${round.last.at}`,
    )
  if (round.kind === 'not-endorsed')
    throw new AuditError(
      'NOT_ENDORSED',
      `heads are signed with the key ${round.current}, not with this one`,
    )
  return round
}
