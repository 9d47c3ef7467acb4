import type { Cast } from '../../ops/demo/marketplace/cast.ts'
import type { Stage } from '../../ops/demo/stage.ts'

/** A grant in the buyer's wallet, and a limit on what one of them spends. */
export const furnishWallet = async ({ http }: Stage, { carl, operator, deviceId }: Cast) => {
  const { organisationId } = carl
  await http.send(
    'POST',
    `/v1/wallets/${organisationId}/grants`,
    {
      amount: { amount: '500', asset: 'USD/2' },
      category: 'PROMOTIONAL',
      expiresAt: new Date(Date.now() + 30 * 86_400_000).toISOString(),
      applicability: { deviceIds: [deviceId], appIds: [organisationId], purposes: ['JOB'] },
      reason: 'For a start',
    },
    { token: operator.token },
  )
  await http.send(
    'POST',
    `/v1/wallets/${organisationId}-USD/limits`,
    { scope: 'DEVICE', subjectId: deviceId, window: 'MONTH', amount: '1000000' },
    { token: carl.token },
  )
}
