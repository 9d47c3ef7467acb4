import { failurePolicy } from '../../domain/billing/failure-policy.ts'
import { definitions } from '../../domain/jobs/quote.ts'
import { projectionOf } from '../shared/projection.ts'

export const quotes = projectionOf({
  name: 'quotes',
  definitions,
  apply: ({ data, position }) => [
    {
      do: 'add',
      table: 'quotes',
      row: {
        quote_id: data.quoteId,
        organisation: data.organisation,
        device_id: data.deviceId,
        program_hash: data.programHash,
        shots: data.shots,
        price: data.price,
        asset: data.maximumCost.asset,
        estimate: data.estimate.amount,
        maximum_cost: data.maximumCost.amount,
        estimated_seconds: data.estimatedSeconds,
        failure_policy: failurePolicy,
        issued_at: new Date(data.issuedAt),
        expires_at: new Date(data.expiresAt),
        position,
      },
    },
  ],
})
