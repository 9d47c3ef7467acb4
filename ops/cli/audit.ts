import { Command } from 'commander'
import { exportCommand } from './audit/export.ts'
import { headCommand, signCommand } from './audit/head.ts'
import { actorCommand, streamCommand, traceCommand } from './audit/story.ts'
import { verifyCommand } from './audit/verify.ts'

/** Who did what, and the proof that nobody changed it since. */
export const auditCommand = (): Command =>
  new Command('audit')
    .description('who did what and why, and the proof that the log is what was signed')
    .addCommand(traceCommand())
    .addCommand(actorCommand())
    .addCommand(streamCommand())
    .addCommand(headCommand())
    .addCommand(signCommand())
    .addCommand(verifyCommand())
    .addCommand(exportCommand())
