import { z } from 'zod'
import { reject } from '../../../domain/shared/rejection.ts'
import { hubParameters, hubParametersId } from '../../../domain/tokens/governance/hub-parameters.ts'
import {
  hubParameterNames,
  hubParameterTable,
  isWithin,
  keyOfName,
  type HubParameter,
} from '../../../domain/tokens/governance/parameters.ts'
import { encodeCall } from '../../../platform/chain/contracts/call.ts'
import { addressOf } from '../../../platform/chain/contracts/decode.ts'
import type { CommandContext } from '../../shared/context.ts'
import { readAggregate, type ReadOutcome } from '../../shared/read.ts'
import type { Services } from '../../shared/services.ts'
import { chainOf } from '../addresses/chain-of.ts'

const Address = z.string().max(42)
export const DraftView = z.strictObject({
  chain: z.string().max(32),
  parameter: z.enum(hubParameterNames),
  value: z.string().max(78),
  current: z.string().max(78).exactOptional().describe('What was decided before, if anything was'),
  to: Address.describe('The governor, which the proposer’s wallet calls'),
  data: z.string().max(20_000).describe('With what: `propose`, encoded'),
  description: z.string().max(200).describe('As it will stand in the proposal'),
})
export type DraftView = z.output<typeof DraftView>

export type DraftQuestion = {
  readonly chain: string
  readonly parameter: HubParameter
  readonly value: string
}

/** What a holder's wallet has to send so that a parameter of the hub is voted on. The hub cannot propose for anybody. */
export const readDraft = (
  services: Services,
  context: CommandContext,
  { chain, parameter, value }: DraftQuestion,
): Promise<ReadOutcome<DraftView>> =>
  readAggregate(services, context, 'tokens:write', hubParameters, hubParametersId, (state) => {
    const port = chainOf(services, chain)
    if ('rejected' in port) return port
    const { least, most } = hubParameterTable[parameter]
    if (!isWithin(parameter, BigInt(value)))
      return reject('INVALID_INPUT', `${parameter} is between ${least} and ${most}.`)
    const description = `Set ${parameter} of the hub to ${value}`
    const set = encodeCall('PARAMETERS', 'set', [keyOfName(parameter), value])
    const actions = [[addressOf(port.settings, 'PARAMETERS')], ['0'], [set]]
    const texts = [...actions.map((list) => JSON.stringify(list)), description]
    const data = encodeCall('GOVERNOR', 'propose', texts)
    const to = addressOf(port.settings, 'GOVERNOR')
    const current = state.values[parameter]
    const draft = { chain, parameter, value, to, data, description }
    return current === undefined ? draft : { ...draft, current }
  })
