import type { ParamType } from 'ethers'
import type { Found } from '../../payments/outcome.ts'
import type { At, ChainPort, Hex } from '../port.ts'
import { interfaceOf, type ContractName } from './artifacts.ts'
import { addressOf, readRevert } from './decode.ts'
import { textOf } from './text.ts'

/** Texts back into what the encoder takes: lists and tuples are JSON. */
const valueOf = (type: ParamType, text: string): unknown => {
  if (type.isArray() || type.isTuple()) return JSON.parse(text)
  return type.type === 'bool' ? text === 'true' : text
}

/**
 * The data of a call. `arguments` in the method's order, as `textOf` writes them. A method with several forms is named with
 * its types. Throws for what no such method takes: the caller's mistake.
 */
export const encodeCall = (
  contract: ContractName,
  method: string,
  texts: readonly string[],
): Hex => {
  const face = interfaceOf(contract)
  const fragment = face.getFunction(method)
  if (fragment === null) throw new Error(`${contract} has no method ${method}`)
  if (fragment.inputs.length !== texts.length)
    throw new Error(`${contract}.${method} takes ${fragment.inputs.length} arguments`)
  const values = fragment.inputs.map((type, place) => valueOf(type, texts[place] ?? ''))
  return face.encodeFunctionData(fragment, values)
}

/** Asks a contract; each value it returns as text. A revert is `absent`: the contract has no such answer. */
export const readContract = async (
  port: ChainPort,
  contract: ContractName,
  method: string,
  texts: readonly string[] = [],
  at: At = 'latest',
): Promise<Found<readonly string[]>> => {
  const data = encodeCall(contract, method, texts)
  const answer = await port.call({ to: addressOf(port.settings, contract), data }, at)
  switch (answer.kind) {
    case 'reverted':
      return { kind: 'absent' }
    case 'unanswered':
      return answer
    case 'returned': {
      if (answer.data === '0x')
        return { kind: 'unanswered', reason: `no ${contract} stands at its address` }
      const values = interfaceOf(contract).decodeFunctionResult(method, answer.data)
      return { kind: 'found', value: [...values].map(textOf) }
    }
  }
}

/** Why a call would fail, or undefined when it would not. */
export const whyReverted = (data: Hex): string => {
  const { code, detail } = readRevert(data)
  return detail === '' ? code : `${code}(${detail})`
}
