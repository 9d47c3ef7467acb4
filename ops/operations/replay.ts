import type { Failure } from '../../platform/errors/problem.ts'
import type { DeedOrder, DeedOutcome, DeedWish, DryRun } from '../../platform/operations/port.ts'
import { compareGenerations } from '../../projections/generations/compare.ts'
import { dropGeneration } from '../../projections/generations/drop.ts'
import {
  generationNumbered,
  GenerationRefused,
  listGenerations,
  liveGeneration,
} from '../../projections/generations/generations.ts'
import { movePointer } from '../../projections/generations/move-pointer.ts'
import { promoteGeneration } from '../../projections/generations/promote.ts'
import { openReplay, usualBounds } from '../../projections/replays/replay.ts'
import { isRolledBack } from '../../projections/runner/failures.ts'
import { persistently } from '../../projections/runner/persistently.ts'
import {
  wishBounds,
  wishCancel,
  wishPause,
  wishResume,
  wishStart,
} from '../../projections/replays/wishes.ts'
import { streamScope } from '../replay/stream-scope.ts'
import { done, failed, notFound, type Deed, type DeedParts } from './deed.ts'
import { boundsIn, boundsInWords, generationIn, groupsIn } from './replay-subject.ts'

type Would = (wish: DeedWish, parts: DeedParts) => Promise<readonly string[]>
type Does = (order: DeedOrder, parts: DeedParts) => Promise<string>

/** What the state of the generations forbids is an answer, not a fault. */
const refused = (error: unknown): string => {
  if (error instanceof GenerationRefused) return error.message
  throw error
}

const deed = (would: Would, does: Does): Deed => ({
  preview: (wish, parts): Promise<DryRun | Failure> =>
    would(wish, parts).then(
      (lines) => ({ would: lines }),
      (error: unknown) => notFound(`${refused(error)}.`),
    ),
  // The projectors write to the same rows meanwhile: two that wait for each other are no reason to fail.
  perform: (order, parts): Promise<DeedOutcome> =>
    persistently(() => does(order, parts), isRolledBack).then(done, (error: unknown) =>
      failed(refused(error)),
    ),
})

const scopeInWords = (groups: readonly string[] | undefined): string =>
  groups === undefined
    ? 'all read models'
    : `the read models ${groups.join(', ')}, with the others copied`

/** What is built of one stream, and which of its tables only a build of the whole group would tell anew. */
const streamInWords = async (
  stream: string,
  groups: readonly string[] | undefined,
  { services }: Pick<DeedParts, 'services'>,
): Promise<readonly string[]> => {
  const { events, own, shared } = await streamScope(services, stream, groups)
  return [
    `build the rows of ${stream} from its ${events} events, in a copy of all others: ${own.join(', ')}`,
    ...(shared.length === 0
      ? []
      : [`leave as they are, for many streams add them up: ${shared.join(', ')}`]),
  ]
}

export const replayStart = deed(
  async ({ subject, parameters }, { pool, services }) => {
    const bounds = boundsInWords({ ...usualBounds, ...boundsIn(parameters) })
    const stream = parameters['stream']
    const groups = groupsIn(subject)
    const beside = (await listGenerations(pool)).find(
      ({ live, state }) => !live && state === 'FOLLOWING',
    )
    if (beside !== undefined)
      throw new GenerationRefused(
        `generation ${beside.generation} is there beside the live one: promote or drop it first`,
      )
    return stream === undefined
      ? [`build ${scopeInWords(groups)} from the log beside the live ones, ${bounds}`]
      : streamInWords(stream, groups, { services })
  },
  async ({ subject, parameters, by, actionId }, { pool, services }) => {
    const groups = groupsIn(subject)
    const stream = parameters['stream']
    if (stream !== undefined) await streamScope(services, stream, groups)
    const wish = {
      ...{ ...boundsIn(parameters), by, actionId },
      ...(groups === undefined ? {} : { groups }),
      ...(stream === undefined ? {} : { stream }),
    }
    return `generation ${await wishStart(pool, wish)} is to be built`
  },
)

/** The generation of the subject is being built. */
const building: Would = async ({ subject, action, parameters }, { pool }) => {
  const generation = generationIn(subject)
  if ((await openReplay(pool))?.generation !== generation)
    throw new GenerationRefused(`generation ${generation} is not being built`)
  const verb = action.slice('replay.'.length)
  const bounds = boundsInWords(boundsIn(parameters))
  return [`${verb} the building of generation ${generation}${bounds === '' ? '' : `: ${bounds}`}`]
}

export const replayPause = deed(building, async ({ subject, by, actionId }, { pool }) => {
  const generation = await wishPause(pool, { generation: generationIn(subject), by, actionId })
  return `the building of generation ${generation} is paused`
})

export const replayResume = deed(building, async ({ subject, by, actionId }, { pool }) => {
  const generation = await wishResume(pool, { generation: generationIn(subject), by, actionId })
  return `the building of generation ${generation} goes on`
})

export const replayCancel = deed(building, async ({ subject, by, actionId }, { pool }) => {
  const generation = await wishCancel(pool, { generation: generationIn(subject), by, actionId })
  return `generation ${generation} is given up: whoever builds drops what is there of it`
})

export const replayThrottle = deed(
  building,
  async ({ subject, parameters, by, actionId }, { pool }) => {
    const bounds = boundsIn(parameters)
    const asked = { generation: generationIn(subject), by, actionId }
    const generation = await wishBounds(pool, asked, bounds)
    return `generation ${generation} is built ${boundsInWords(bounds)}`
  },
)

export const replayPromote = deed(
  async ({ subject, parameters }, { pool }) => {
    const to = generationIn(subject)
    const { state } = await generationNumbered(pool, to)
    if (state !== 'FOLLOWING') throw new GenerationRefused(`generation ${to} is ${state}`)
    const { generation: live } = await liveGeneration(pool)
    if (live === to) throw new GenerationRefused(`generation ${to} is live already`)
    const { equal, hash } = await compareGenerations(pool, live, to, { most: 0 })
    const how = equal
      ? 'which holds the same'
      : parameters['accept'] === hash
        ? `which differs as accepted (${hash})`
        : `which differs (${hash}) and is not accepted: it would be refused`
    return [`readers go from generation ${live} to ${to}, ${how}`]
  },
  async ({ subject, parameters }, { pool }) => {
    const to = generationIn(subject)
    // Done before, by this order or another: what was wished is so.
    if ((await liveGeneration(pool)).generation === to) return `readers follow generation ${to}`
    const { position, equal } = await promoteGeneration(pool, to, parameters['accept'])
    const how = equal ? 'which holds the same' : 'whose difference was accepted'
    return `readers follow generation ${to}, ${how}, from position ${position.toString()} on`
  },
)

export const replayRollback = deed(
  async ({ subject }, { pool }) => {
    const { generation, state, live, leftAt } = await generationNumbered(
      pool,
      generationIn(subject),
    )
    if (live || state !== 'FOLLOWING' || leftAt === null)
      throw new GenerationRefused(`generation ${generation} is not one that readers left`)
    return [
      `readers go back to generation ${generation}, which they left at ${leftAt.toISOString()}`,
    ]
  },
  async ({ subject }, { pool }) => {
    const to = generationIn(subject)
    const { live, leftAt } = await generationNumbered(pool, to)
    if (live) return `readers follow generation ${to}`
    if (leftAt === null) throw new GenerationRefused(`generation ${to} was never live`)
    const { position } = await movePointer(pool, to)
    return `readers are back at generation ${to}, from position ${position.toString()} on`
  },
)

export const replayDrop = deed(
  async ({ subject }, { pool }) => {
    const { generation, live, state } = await generationNumbered(pool, generationIn(subject))
    if (live || state !== 'FOLLOWING')
      throw new GenerationRefused(`generation ${generation} is ${live ? 'live' : state}`)
    return [`drop the tables of generation ${generation}: there is no way back to it`]
  },
  async ({ subject }, { pool, cache }) => {
    const { generation, state } = await generationNumbered(pool, generationIn(subject))
    if (state === 'BUILDING')
      throw new GenerationRefused(`generation ${generation} is being built: cancel it`)
    await dropGeneration(pool, cache, generation)
    return `generation ${generation} is dropped`
  },
)
