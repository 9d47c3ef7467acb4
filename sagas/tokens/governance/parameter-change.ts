import { exhausted } from '../../../domain/shared/values.ts'
import { category } from '../../../domain/tokens/chain/entry.ts'
import type { EntryData } from '../../../domain/tokens/chain/entry-events.ts'
import type { Saga, SagaAction } from '../../runtime/saga.ts'

/** The names are stored: they never change. */
export type ParameterEffect =
  | {
      readonly kind: 'takeParameter'
      readonly entryId: string
      readonly chain: string
      readonly transactionHash: string
      readonly key: string
      readonly value: string
    }
  | { readonly kind: 'setCommission'; readonly entryId: string; readonly basisPoints: number }

type State = { readonly entryId: string }
/** What the hub has of it now; absent when it was refused. */
type Taken = { readonly name?: string; readonly value?: string }

const request = (effect: ParameterEffect): readonly SagaAction<ParameterEffect>[] => [
  { do: 'request', effect },
]

/** What was voted on and carried out on a chain, once that is final, is what the hub goes by. */
export const parameterChange: Saga<State, ParameterEffect> = {
  name: 'parameterChange',
  version: 1,
  streamPrefixes: [`${category}-`],
  routes: {
    ChainEntryFinalised: {
      starts: 'entryId',
      where: { contract: 'PARAMETERS', event: 'ParameterSet' },
    },
  },
  mayRest: false,
  deadlineSeconds: 3_600,
  initial: { entryId: '' },
  // The log's contract says what such an entry holds.
  evolve: (state, message) =>
    message.type === 'input' ? { entryId: (message.input.data as EntryData).entryId } : state,
  decide: (message, { entryId }) => {
    switch (message.type) {
      case 'input': {
        const said = message.input.data as EntryData
        const { key = '', value = '0' } = said.arguments
        const { chain, transactionHash } = said
        return request({
          ...{ kind: 'takeParameter', entryId: said.entryId, chain, transactionHash },
          ...{ key, value },
        })
      }
      case 'succeeded': {
        if (message.kind === 'setCommission') return [{ do: 'end', outcome: 'COMMISSION_SET' }]
        // As the performer below answers it.
        const { name, value } = message.result as Taken
        if (name === undefined) return [{ do: 'end', outcome: 'REFUSED' }]
        return name === 'commission'
          ? request({ kind: 'setCommission', entryId, basisPoints: Number(value) })
          : [{ do: 'end', outcome: 'SET' }]
      }
      case 'refused':
        return [{ do: 'end', outcome: 'REFUSED' }]
      case 'unknown':
      case 'timer':
        return []
      default:
        return exhausted(message)
    }
  },
}
