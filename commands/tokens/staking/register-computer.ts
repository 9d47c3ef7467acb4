import { z } from 'zod'
import { isRejection, reject } from '../../../domain/shared/rejection.ts'
import { Id } from '../../../domain/shared/values.ts'
import { addressKeyOf, chainAddress } from '../../../domain/tokens/addresses/address.ts'
import { bytes32OfId } from '../../../domain/tokens/staking/computer-id.ts'
import { computerKeyOf, quantumComputer } from '../../../domain/tokens/staking/computer.ts'
import { ChainAddress, ChainKey } from '../../../domain/tokens/values.ts'
import { ownDevice } from '../../devices/own-device.ts'
import { defineCommand } from '../../shared/definition.ts'
import { allows } from '../../shared/context.ts'

/**
 * Puts a device into the registry of a chain, or changes what stands there. The address is one that the owner has linked. Of
 * a registered computer it is changed by operators of the hub alone: nobody leaves a stake behind that is about to be slashed.
 */
export const registerComputer = defineCommand({
  name: 'tokens.register-computer',
  input: z.strictObject({
    deviceId: Id,
    chain: ChainKey,
    operator: ChainAddress,
    /** QPU-seconds a day. */
    capacity: z.int().min(1).max(86_400_000),
    active: z.boolean().default(true),
  }),
  scope: 'devices:write',
  run: async ({ deviceId, chain, operator, capacity, active }, tools) => {
    const owned = await ownDevice(tools, deviceId)
    if (isRejection(owned)) return owned
    const key = computerKeyOf(chain, deviceId)
    const { providerOrganisation: organisation } = owned
    const answer = { deviceId, chain, computerId: bytes32OfId(deviceId) }
    const before = await tools.answered(quantumComputer, key)
    if (before !== undefined) return 'code' in before ? before : { answer, changed: before }
    if (!tools.services.chains.has(chain))
      return reject('CHAIN_UNKNOWN', `The hub is not on the chain ${chain}.`)
    const linked = await tools.load(chainAddress, addressKeyOf(chain, operator))
    if (linked.state.kind !== 'linked' || linked.state.organisation !== organisation)
      return reject('ADDRESS_NOT_LINKED', 'The owner of the device has not linked this address.')
    const { registered } = (await tools.load(quantumComputer, key)).state
    const isMoved = registered !== undefined && registered.operator !== operator
    if (isMoved && !allows(tools.context, 'organisations:any'))
      return reject('FORBIDDEN', 'The address of a registered computer is changed by operators.')
    const changed = await tools.change(quantumComputer, key, {
      ...{ type: 'RequestRegistration', chain, deviceId, computerId: answer.computerId },
      organisation,
      wanted: { operator, capacity, active },
    })
    return 'stream' in changed ? { answer, changed } : changed
  },
})
