import { dirname, join } from 'node:path'
import { simulatorKey } from '../../ops/embedded/payments/keys.ts'
import { lastPortOf, urlOf } from '../../ops/embedded/payments/run.ts'
import type { Cast } from '../../ops/demo/marketplace/cast.ts'
import type { Stage } from '../../ops/demo/stage.ts'

/** Somebody has used the hub's account at the provider past the hub; the comparison of books finds it. */
export const furnishReconciliation = async (
  { http, outbox }: Stage,
  { operator }: Cast,
): Promise<void> => {
  const simulator = urlOf(lastPortOf(join(dirname(outbox), 'payments')))
  const made = await fetch(`${simulator}/v1/payment_intents`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${simulatorKey}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'amount=500&currency=usd',
  })
  if (!made.ok) throw new Error(await made.text())
  await http.send(
    'POST',
    '/v1/reconciliation-runs',
    { days: 1, graceSeconds: 0 },
    { token: operator.token },
  )
}
