import { Command, Option } from 'commander'
import type { OperatorActionName } from '../../../domain/operations/actions.ts'
import { besideLive, lastLeft } from '../../../projections/generations/promote.ts'
import { GenerationRefused } from '../../../projections/generations/generations.ts'
import { openReplay } from '../../../projections/replays/replay.ts'
import { attached, type Attached } from '../attached.ts'
import { changing, type Asked } from '../changing.ts'
import { longWork } from '../long-work.ts'
import { confirmOption, dryRunOptions, jsonOption, linesOption } from '../options.ts'
import { followBuild } from './follow.ts'

type Deed = Pick<Asked, 'reason' | 'dryRun' | 'json' | 'confirm'>
type Scope = { readonly only?: string; readonly stream?: string; readonly detach?: boolean }
type Bounds = { readonly eventsPerSecond?: string; readonly liveLag?: string }

const boundOptions = (): readonly Option[] => [
  new Option('--events-per-second <n>', 'at most so many; "none" for as many as can be'),
  new Option(
    '--live-lag <seconds>',
    'rest while the live rows are further behind; "none" for never',
  ),
]

const parametersOf = ({ eventsPerSecond, liveLag }: Bounds): Readonly<Record<string, string>> => ({
  ...(eventsPerSecond === undefined ? {} : { eventsPerSecond }),
  ...(liveLag === undefined ? {} : { lagSeconds: liveLag }),
})

const beingBuilt = async ({ connections: { postgres } }: Attached): Promise<number> => {
  const replay = await openReplay(postgres.pool)
  if (replay === undefined) throw new GenerationRefused('no generation is being built')
  return replay.generation
}

/** The generation that is named, or the one that is meant when none is. */
const subjectOf = async (
  given: string | undefined,
  meant: (hub: Attached) => Promise<number>,
): Promise<string> => {
  if (given !== undefined) return given
  let found = ''
  await attached(async (hub) => {
    found = (await meant(hub)).toString()
  })
  return found
}

const deedCommand = (name: string, description: string, destructive: boolean): Command => {
  const [reason, dryRun] = dryRunOptions()
  const command = new Command(name).description(description).addOption(reason).addOption(dryRun)
  if (destructive) command.addOption(confirmOption('the number of the generation'))
  return command.addOption(jsonOption())
}

export const startCommand = (): Command => {
  const [reason, dryRun] = dryRunOptions()
  const command = new Command('start')
    .description(
      'build the next generation from the log beside the live one, and follow how far it is',
    )
    .option(
      '--only <groups>',
      'these groups of tables from the log, the others copied; with commas',
    )
    .option('--stream <name>', 'only the rows of this stream, in a copy of all others')
    .option('--detach', 'only ask for it; the hub builds')
  for (const option of [...boundOptions(), reason, dryRun, linesOption()]) command.addOption(option)
  return command.action(async ({ only, stream, detach, ...asked }: Deed & Bounds & Scope) => {
    const subject = only ?? 'all'
    const parameters = { ...parametersOf(asked), ...(stream === undefined ? {} : { stream }) }
    await changing({ action: 'replay.start', subject, parameters, ...asked })
    if (asked.dryRun === true || detach === true || process.exitCode === 1) return
    await attached(async (hub) => {
      const generation = await beingBuilt(hub).catch(() =>
        besideLive(hub.connections.postgres.pool),
      )
      await longWork(
        asked,
        (onStep) => followBuild(hub, generation, onStep),
        () => `generation ${generation} follows the log: qhub replay diff, qhub replay promote`,
      )
    })
  })
}

const aboutBuild = (action: OperatorActionName, name: string, about: string, destructive = false) =>
  deedCommand(name, about, destructive)
    .argument('[generation]', 'by default the one that is being built')
    .action(async (given: string | undefined, asked: Deed) =>
      changing({ action, subject: await subjectOf(given, beingBuilt), ...asked }),
    )

export const buildCommands = (): readonly Command[] => {
  const throttle = deedCommand('throttle', 'change how fast a generation is built', false).argument(
    '[generation]',
    'by default the one that is being built',
  )
  for (const option of boundOptions()) throttle.addOption(option)
  return [
    aboutBuild('replay.pause', 'pause', 'stop building; what is done stays done'),
    aboutBuild('replay.resume', 'resume', 'go on building'),
    aboutBuild('replay.cancel', 'cancel', 'stop building, and drop what was built', true),
    throttle.action(async (given: string | undefined, asked: Deed & Bounds) =>
      changing({
        action: 'replay.throttle',
        subject: await subjectOf(given, beingBuilt),
        parameters: parametersOf(asked),
        ...asked,
      }),
    ),
  ]
}

export const pointerCommands = (): readonly Command[] => [
  deedCommand(
    'promote',
    'readers go over to a generation that holds the same, or whose difference is accepted',
    false,
  )
    .argument('[generation]', 'by default the one beside the live one')
    .option('--accept <hash>', 'the difference that "qhub replay diff" has shown')
    .action(async (given: string | undefined, { accept, ...asked }: Deed & { accept?: string }) =>
      changing({
        action: 'replay.promote',
        subject: await subjectOf(given, ({ connections }) => besideLive(connections.postgres.pool)),
        parameters: accept === undefined ? {} : { accept },
        ...asked,
      }),
    ),
  deedCommand(
    'rollback',
    'readers go back to the generation that they left last, at once',
    false,
  ).action(async (asked: Deed) =>
    changing({
      action: 'replay.rollback',
      subject: await subjectOf(undefined, ({ connections }) => lastLeft(connections.postgres.pool)),
      ...asked,
    }),
  ),
  deedCommand('drop', 'drop a generation that nobody reads; there is no way back to it', true)
    .argument('<generation>')
    .action((subject: string, asked: Deed) =>
      changing({ action: 'replay.drop', subject, ...asked }),
    ),
]
