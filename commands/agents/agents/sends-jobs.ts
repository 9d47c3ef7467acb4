import { reject, type Rejection } from '../../../domain/shared/rejection.ts'
import { allows, type CommandContext } from '../../shared/context.ts'

/** The tool that spends on devices. */
export const jobSender = 'submitJob'

/** What an agent does is done in the name of whoever asks it: a key that may not send jobs may not have them sent. */
export const refusedTools = (
  tools: readonly string[],
  context: CommandContext,
): Rejection | undefined =>
  tools.includes(jobSender) && !allows(context, 'jobs:write')
    ? reject('FORBIDDEN', 'The agent may send jobs; this takes the scope jobs:write.')
    : undefined
