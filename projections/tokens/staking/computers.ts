import { definitions } from '../../../domain/tokens/staking/computer.ts'
import { exhausted } from '../../../domain/shared/values.ts'
import { existing, projectionOf } from '../../shared/projection.ts'

const table = 'quantum_computers'

/** Devices in the registries of chains. */
export const quantumComputers = projectionOf({
  name: 'quantum-computers',
  definitions,
  touches: ({ data, revision }) => [
    { table, key: { chain: data.chain, device_id: data.deviceId }, isNew: revision === 0n },
  ],
  apply: ({ type, data, ...event }, rows) => {
    const { revision, position } = event
    const { chain, deviceId: device_id, computerId: computer_id } = data
    const before = rows.get(table, { chain, device_id })
    const changed_at = new Date(data.at)
    const named = {
      ...{ chain, device_id, computer_id, changed_at, revision, position },
      created_position: before?.created_position ?? position,
      code: null,
    }
    switch (type) {
      case 'ComputerRegistrationRequested': {
        const { organisation, wanted } = data
        const { operator, capacity, active } = before ?? { ...wanted, active: false }
        const shown = { operator, capacity: BigInt(capacity), active }
        return [
          { do: 'put', table, row: { ...named, ...shown, organisation, status: 'REQUESTED' } },
        ]
      }
      case 'ComputerRegistered': {
        const { operator, capacity, active } = data.registered
        const shown = { operator, capacity: BigInt(capacity), active }
        const organisation = before?.organisation ?? null
        return [
          { do: 'put', table, row: { ...named, ...shown, organisation, status: 'REGISTERED' } },
        ]
      }
      case 'ComputerRegistrationFailed': {
        const row = existing(before, { type, data, ...event })
        const { code } = data
        return [{ do: 'put', table, row: { ...row, ...named, code, status: 'FAILED' } }]
      }
      default:
        return exhausted(type)
    }
  },
})
