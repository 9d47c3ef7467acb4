import { CodedError } from '../../platform/errors/coded-error.ts'

/** Why a tool of the store stops, and what would help: docs/reference/cli.md shows them. */
export const storeErrors = {
  NO_STORE:
    'The directory holds no event store. Name another with `--dir`, or look at `QHUB_DATA_DIR`.',
  NOT_EMPTY: 'Nothing is written over: name a directory that is empty or missing.',
  NO_BACKUP:
    'The directory holds no finished backup. Take it again; one that was interrupted has no manifest.',
  BACKUP_DAMAGED: 'The backup is not what was taken. Restore another one.',
  NO_DUMP:
    'The directory holds no finished export. Export again; one that was interrupted has no manifest.',
  DUMP_DAMAGED: 'The export is not what was written. Export again.',
  NOT_THE_SAME_LOG:
    'The target holds other events. Import into an empty store, or into one that has the beginning of this export.',
  IMPORT_REFUSED:
    'The target refused an append; the message says which and why. Mend that and run the import again.',
  IN_USE: 'A node runs on the directory. Name its connection string with `--url`, or stop it.',
  HUB_AT_WORK:
    'A projector, saga or worker runs on the Postgres. Stop all hubs, in all processes, and try again; nothing was changed.',
  SCAVENGE_FAILED:
    'The node could not finish; the message says why. What it had removed stays removed, nothing else is lost.',
  WRONG_POSITION:
    'A log is cut off at its damage and nowhere else: take the position that `qhub store repair` names.',
  'store-damaged':
    'The data files are not what was written; the message names position and stream. Restore a backup, or see what `qhub store repair` says.',
  'directory-in-use': 'Stop the hub that runs on the directory first.',
} as const

export type StoreErrorCode = keyof typeof storeErrors

/** A tool can't do what it was asked to; the message says why, in one line. */
export class StoreToolError extends CodedError<StoreErrorCode> {
  override readonly name = 'StoreToolError'
}
