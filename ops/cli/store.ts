import { Command } from 'commander'
import { adoptCommand } from './store/adopt.ts'
import { backupCommand, restoreCommand } from './store/backup.ts'
import { exportCommand, importCommand } from './store/move.ts'
import { repairCommand } from './store/repair.ts'
import { scavengeCommand } from './store/scavenge.ts'
import { verifyCommand } from './store/verify.ts'

/** The data of the event store. */
export const storeCommand = (): Command =>
  new Command('store')
    .description('the event store’s data')
    .addCommand(verifyCommand())
    .addCommand(backupCommand())
    .addCommand(restoreCommand())
    .addCommand(repairCommand())
    .addCommand(scavengeCommand())
    .addCommand(exportCommand())
    .addCommand(importCommand())
    .addCommand(adoptCommand())
