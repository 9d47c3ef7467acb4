import { z } from 'zod'
import { reconciliationFinding } from '../../../domain/billing/reconciliation/finding.ts'
import { Id } from '../../../domain/shared/values.ts'
import { defineCommand } from '../../shared/definition.ts'
import type { CommandTools } from '../../shared/tools.ts'

const Input = z.strictObject({ findingId: Id, reason: z.string().min(1).max(500) })
type Input = z.output<typeof Input>

const settle =
  (type: 'AcknowledgeFinding' | 'ResolveFinding') =>
  async ({ findingId, reason }: Input, tools: CommandTools) => {
    const changed = await tools.change(reconciliationFinding, findingId, {
      ...{ type, findingId, reason },
    })
    if (!('stream' in changed)) return changed
    const { state } = changed
    return {
      answer: { findingId, status: state.kind === 'raised' ? state.status : 'OPEN' },
      changed,
    }
  }

/** An operator knows of a finding, and is at it. */
export const acknowledgeFinding = defineCommand({
  name: 'billing.acknowledge-finding',
  input: Input,
  scope: 'billing:admin',
  run: settle('AcknowledgeFinding'),
})

/** An operator has dealt with a finding, or takes it as it is. */
export const resolveFinding = defineCommand({
  name: 'billing.resolve-finding',
  input: Input,
  scope: 'billing:admin',
  run: settle('ResolveFinding'),
})
