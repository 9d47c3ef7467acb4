import type { BillLine } from '../../../domain/billing/bills/lines.ts'
import type { WalletEvent } from '../../../domain/billing/wallet/wallet.ts'
import { derivedId } from '../../../platform/ids/ids.ts'
import type { Services } from '../../shared/services.ts'
import { jobFacts } from './job-facts.ts'
import { appName, deviceName } from './names.ts'

type Sum = { readonly amount: bigint; readonly count: number }
type Sums = Map<string, Sum>

const add = (sums: Sums, id: string, amount: bigint): void => {
  const { amount: before, count } = sums.get(id) ?? { amount: 0n, count: 0 }
  if (amount !== 0n) sums.set(id, { amount: before + amount, count: count + 1 })
}

const linesOf = async (
  billId: string,
  sums: Sums,
  kind: 'DEVICE_USE' | 'APP_USE' | 'REFUND',
  subject: { readonly kind: 'DEVICE' | 'APP'; readonly unit: string },
  describe: (id: string) => Promise<string>,
): Promise<readonly BillLine[]> =>
  Promise.all(
    [...sums].map(async ([id, { amount, count }]) => ({
      lineId: derivedId(billId, kind, id),
      kind,
      settlement: 'SETTLED' as const,
      description: await describe(id),
      subject: { kind: subject.kind, id },
      quantity: { value: count.toString(), unit: subject.unit },
      amount: amount.toString(),
    })),
  )

/** What jobs cost, by device and by app, and what was given back of it. */
export const jobLines = async (
  log: Pick<Services, 'eventStore' | 'foldCache'>,
  billId: string,
  events: readonly WalletEvent[],
): Promise<readonly BillLine[]> => {
  const paid = events.filter(
    (event) => event.type === 'HoldCaptured' || event.type === 'ChargeRefunded',
  )
  const facts = await jobFacts(
    log.eventStore,
    paid.map(({ data }) => data.jobId),
  )
  const devices: Sums = new Map()
  const apps: Sums = new Map()
  const refunds: Sums = new Map()
  for (const { type, data } of paid) {
    const { deviceId, appId } = facts.get(data.jobId) ?? { deviceId: data.jobId }
    const amount = BigInt(data.amount)
    if (type === 'ChargeRefunded') {
      add(refunds, deviceId, -amount)
      continue
    }
    const fee = BigInt(data.app?.fee ?? '0')
    add(devices, deviceId, amount - fee)
    add(apps, appId ?? deviceId, fee)
  }
  const onDevice = { kind: 'DEVICE', unit: 'jobs' } as const
  const ofApp = { kind: 'APP', unit: 'runs' } as const
  return [
    ...(await linesOf(
      billId,
      devices,
      'DEVICE_USE',
      onDevice,
      async (id) => `Jobs on ${await deviceName(log, id)}`,
    )),
    ...(await linesOf(
      billId,
      apps,
      'APP_USE',
      ofApp,
      async (id) => `Runs of ${await appName(log, id)}`,
    )),
    ...(await linesOf(
      billId,
      refunds,
      'REFUND',
      onDevice,
      async (id) => `Given back of jobs on ${await deviceName(log, id)}`,
    )),
  ]
}
