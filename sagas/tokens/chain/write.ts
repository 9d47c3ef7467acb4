import PQueue from 'p-queue'
import { change, type ChangeResult } from '../../../commands/shared/change.ts'
import { systemContext } from '../../../commands/shared/context.ts'
import type { Services } from '../../../commands/shared/services.ts'
import { chain as chainAggregate, type ChainCommand } from '../../../domain/tokens/chain/chain.ts'
import type { Chain, Consequence } from '../../../domain/tokens/chain/cursor.ts'
import { chainEntry } from '../../../domain/tokens/chain/entry.ts'
import { derivedId, inputHashOf } from '../../../platform/ids/ids.ts'

/** Somebody else has written since: what was decided here is decided anew. */
export class ChainMovedOn extends Error {
  override readonly name = 'ChainMovedOn'
}

const done = <State>(result: ChangeResult<State>) => {
  if ('stream' in result) return result
  const [code, detail] =
    'code' in result ? [result.code, result.detail] : [result.rejected, result.detail]
  throw new ChainMovedOn(`${code}: ${detail}`)
}

const hashOf = ({ secrets }: Services, name: string, input: unknown): string =>
  inputHashOf(secrets.inputHashKey, name, input)

/** Decides on a chain as it was at that revision: two who follow it at a time can't both go on from there. */
export const writeChain = async (
  services: Services,
  command: ChainCommand,
  expectedRevision: bigint,
) => {
  const { chain, type } = command
  const commandId = derivedId('chain', chain, expectedRevision.toString(), type)
  const context = systemContext('chain', commandId, commandId, commandId)
  const based = expectedRevision === -1n ? context : { ...context, expectedRevision }
  const inputHash = hashOf(services, `chain.${type}`, command)
  return done<Chain>(await change(services, based, inputHash, chainAggregate, chain, command))
}

const writeEntry = async (
  services: Services,
  chain: string,
  revision: bigint,
  { entryId, command }: Consequence,
): Promise<void> => {
  const { type } = command
  const step = command.type === 'SettleEntry' ? command.as : type
  const commandId = derivedId('chainEntry', chain, revision.toString(), entryId, step)
  const context = systemContext('chain', commandId, entryId, commandId)
  const inputHash = hashOf(services, `chainEntry.${type}`, command)
  done(await change(services, context, inputHash, chainEntry, entryId, command))
}

/** So many entries are written at a time. */
const atATime = 8

/**
 * What the chain's last event, at that revision, says of entries: whoever does it does it once. Entries are independent
 * of each other; what concerns one goes in order.
 */
export const bringAbout = async (
  services: Services,
  chain: string,
  revision: bigint,
  consequences: readonly Consequence[],
): Promise<void> => {
  const byEntry = new Map<string, Consequence[]>()
  for (const consequence of consequences) {
    const { entryId } = consequence
    byEntry.set(entryId, [...(byEntry.get(entryId) ?? []), consequence])
  }
  const queue = new PQueue({ concurrency: atATime })
  await queue.addAll(
    [...byEntry.values()].map((steps) => async () => {
      for (const step of steps) await writeEntry(services, chain, revision, step)
    }),
  )
}
