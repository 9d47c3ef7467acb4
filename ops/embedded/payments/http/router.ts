import { connectOperations } from '../objects/connect.ts'
import { customerOperations } from '../objects/customers.ts'
import { disputeOperations } from '../objects/disputes.ts'
import { paymentIntentOperations } from '../objects/payment-intents.ts'
import { refundOperations } from '../objects/refunds.ts'
import { setupIntentOperations } from '../objects/setup-intents.ts'
import type { Operation } from './operation.ts'

export const operations: readonly Operation[] = [
  ...customerOperations,
  ...setupIntentOperations,
  ...paymentIntentOperations,
  ...refundOperations,
  ...disputeOperations,
  ...connectOperations,
]

const patterns = operations.map((operation) => ({
  operation,
  pattern: new RegExp(`^${operation.path.replace(':id', '([^/]+)')}$`),
}))

export const route = (
  method: string,
  path: string,
): { readonly operation: Operation; readonly id: string } | undefined => {
  for (const { operation, pattern } of patterns) {
    const found = operation.method === method ? pattern.exec(path) : null
    if (found !== null) return { operation, id: decodeURIComponent(found[1] ?? '') }
  }
  return undefined
}
