import { change } from '../../../../commands/shared/change.ts'
import { systemContext } from '../../../../commands/shared/context.ts'
import type { Folded } from '../../../../commands/shared/folded.ts'
import { load } from '../../../../commands/shared/load.ts'
import { streamOf, type Aggregate } from '../../../../domain/shared/decider.ts'
import type { DomainEvent } from '../../../../domain/shared/event.ts'
import {
  chainSigner,
  signerIdOf,
  type ChainSigner,
  type ChainSignerCommand,
} from '../../../../domain/tokens/transactions/signer.ts'
import type { ChainTransactionCommand } from '../../../../domain/tokens/transactions/transaction-command.ts'
import type { ChainTransaction } from '../../../../domain/tokens/transactions/transaction-state.ts'
import { chainTransaction } from '../../../../domain/tokens/transactions/transaction.ts'
import { derivedId, inputHashOf } from '../../../../platform/ids/ids.ts'
import type { Sender } from './sender.ts'

type Ports = Pick<Sender, 'services'>

export const loadTransaction = (
  { services: { eventStore, foldCache } }: Ports,
  transactionId: string,
): Promise<Folded<ChainTransaction>> => load(eventStore, foldCache, chainTransaction, transactionId)

export const loadSigner = (
  { services: { eventStore, foldCache } }: Ports,
  chain: string,
  address: string,
): Promise<Folded<ChainSigner>> =>
  load(eventStore, foldCache, chainSigner, signerIdOf(chain, address))

/**
 * Puts on record what follows from what was seen at this revision. Whoever concludes the same at the same time writes the
 * same once; what was concluded from a revision that is past is decided anew on what is there. Answers the state after
 * it; undefined when the aggregate says no.
 */
const tell = async <State, Command extends { readonly type: string }, Event extends DomainEvent>(
  { services, logger }: Pick<Sender, 'services' | 'logger'>,
  aggregate: Aggregate<State, Command, Event>,
  id: string,
  command: Command,
  /** What it is about, where one aggregate hears of several. */
  subject = '',
): Promise<State | undefined> => {
  const before = await load(services.eventStore, services.foldCache, aggregate, id)
  const { type } = command
  const stream = streamOf(aggregate, id)
  const commandId = derivedId(stream, before.revision.toString(), type, subject)
  const cause = [...before.commands.values()].at(-1)?.eventId ?? commandId
  const context = systemContext('chain-sender', commandId, before.origin ?? commandId, cause)
  const inputHash = inputHashOf(services.secrets.inputHashKey, type, stream)
  const changed = await change(services, context, inputHash, aggregate, id, command)
  if ('stream' in changed) return changed.state
  logger.warn({ stream, command: type, refused: changed }, 'a transaction took no note of it')
  return undefined
}

export const tellTransaction = (
  sender: Pick<Sender, 'services' | 'logger'>,
  command: ChainTransactionCommand,
): Promise<ChainTransaction | undefined> =>
  tell(sender, chainTransaction, command.transactionId, command)

export const tellSigner = (
  sender: Pick<Sender, 'services' | 'logger'>,
  command: ChainSignerCommand,
): Promise<ChainSigner | undefined> =>
  tell(sender, chainSigner, signerIdOf(command.chain, command.address), command, subjectOf(command))

/** Two that get in line at the same revision are two. */
const subjectOf = (command: ChainSignerCommand): string =>
  'transactionId' in command ? command.transactionId : command.nonce.toString()
