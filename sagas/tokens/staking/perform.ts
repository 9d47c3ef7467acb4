import { money } from '../../../domain/shared/money.ts'
import { computerKeyOf, quantumComputer } from '../../../domain/tokens/staking/computer.ts'
import { slashing } from '../../../domain/tokens/staking/slashing.ts'
import { qvt } from '../../../domain/tokens/values.ts'
import { changeAs, type Performers } from '../../runtime/effects.ts'
import { requestTransactionAs } from '../transactions/request-transaction.ts'
import type { RegistryEffect } from './registry.ts'
import type { SlashingEffect } from './slashing.ts'

export const performRegistryEffects: Performers<RegistryEffect> = {
  register: ({ chain, computerId, transactionId, isNew, wanted }, tools) => {
    const { operator, capacity, active } = wanted
    const entry = [computerId, operator, capacity.toString()]
    return requestTransactionAs(tools, {
      ...{ transactionId, chain, signer: 'OPERATOR', contract: 'REGISTRY' },
      ...(isNew
        ? { method: 'register', arguments: entry }
        : { method: 'change', arguments: [...entry, String(active)] }),
      purpose: { kind: 'COMPUTER', id: computerId },
    })
  },
  recordRegistered: ({ kind: _, ...recorded }, tools) =>
    changeAs(tools, quantumComputer, computerKeyOf(recorded.chain, recorded.deviceId), {
      type: 'RecordRegistration',
      ...recorded,
    }),
  failRegistration: ({ kind: _, ...failed }, tools) =>
    changeAs(tools, quantumComputer, computerKeyOf(failed.chain, failed.deviceId), {
      type: 'FailRegistration',
      ...failed,
    }),
}

export const performSlashingEffects: Performers<SlashingEffect> = {
  carryOut: ({ slashingId }, tools) => changeAs(tools, slashing, slashingId, { type: 'CarryOut' }),
  slash: ({ chain, transactionId, computerId, amount, slashId }, tools) =>
    requestTransactionAs(tools, {
      ...{ transactionId, chain, signer: 'OPERATOR', contract: 'STAKING' },
      ...{ method: 'slash', arguments: [computerId, amount, slashId] },
      purpose: { kind: 'SLASHING', id: slashId },
    }),
  recordSlashed: ({ slashingId, entryId, taken }, tools) =>
    changeAs(tools, slashing, slashingId, {
      type: 'RecordSlashed',
      entryId,
      taken: money(BigInt(taken), qvt),
    }),
  failSlashing: ({ slashingId, transactionId, code }, tools) =>
    changeAs(tools, slashing, slashingId, { type: 'FailSlashing', transactionId, code }),
}
