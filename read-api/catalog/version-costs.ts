import type { DeviceRow } from '../../projections/devices/tables.ts'
import { builder } from '../schema/builder.ts'
import { Money } from '../schema/money.ts'
import { AppVersion, Device } from '../schema/refs.ts'
import type { View } from '../view/view.ts'

/** Devices that are looked at, the oldest first. */
const mostDevices = 100
/** A query over all devices, and their prices worked out. */
const costsCost = 50
const mostShots = 100_000

type Terms = ReturnType<View['rules']['admit']>
type Cost = { readonly device: DeviceRow; readonly terms: Terms }

const termsOf = (cost: Cost) => ('rejected' in cost.terms ? undefined : cost.terms)
const refusalOf = (cost: Cost) => ('rejected' in cost.terms ? cost.terms : undefined)

const DeviceCost = builder.objectRef<Cost>('DeviceCost').implement({
  description: 'What one device would take for a run now, or why it would not run it.',
  fields: (t) => ({
    device: t.field({ type: Device, description: 'The device.', resolve: ({ device }) => device }),
    estimate: t.field({
      type: Money,
      nullable: true,
      description:
        'What the run is expected to cost, by today’s price book; the app’s fee is not in it.',
      resolve: (cost) => termsOf(cost)?.estimate ?? null,
    }),
    estimatedSeconds: t.float({
      nullable: true,
      description: 'Seconds that the device is expected to be busy.',
      resolve: (cost) => termsOf(cost)?.estimatedSeconds ?? null,
    }),
    refusal: t.string({
      nullable: true,
      description: 'The code with which a job would be refused now.',
      resolve: (cost) => refusalOf(cost)?.rejected ?? null,
    }),
    refusalDetail: t.string({
      nullable: true,
      description: 'Why, for people.',
      resolve: (cost) => refusalOf(cost)?.detail ?? null,
    }),
  }),
})

const admittingOf = (row: DeviceRow) => ({
  status: row.status,
  calibrationIds: row.calibration_id === null ? [] : [row.calibration_id],
  facts: {
    name: row.name,
    qubits: row.qubits,
    shots: { min: row.shots_min, max: row.shots_max },
    priceBook: [...row.price_book],
    executionWindows: row.execution_windows,
    outsideWindows: row.outside_windows,
    execution: row.execution,
  },
})

/** What can be run first, then by what it costs, asset by asset. */
const byCost = (a: Cost, b: Cost): number => {
  const [first, second] = [termsOf(a)?.estimate, termsOf(b)?.estimate]
  if (first === undefined || second === undefined)
    return Number(first === undefined) - Number(second === undefined)
  if (first.asset !== second.asset) return first.asset < second.asset ? -1 : 1
  const difference = BigInt(first.amount) - BigInt(second.amount)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

builder.objectField(AppVersion, 'costs', (t) =>
  t.field({
    type: [DeviceCost],
    nullable: true,
    description:
      'What a run of it would cost on each device, the cheapest first, for the program with its first example’s inputs; null ' +
      'as long as it has not been validated.',
    args: {
      shots: t.arg.int({ required: true, defaultValue: 1000, description: 'Shots of the run.' }),
    },
    complexity: costsCost,
    resolve: async ({ report }, { shots }, { view }) => {
      const circuit = report?.circuit
      if (circuit === undefined) return null
      const wanted = Math.max(1, Math.min(shots, mostShots))
      const devices = await view.db
        .selectFrom('devices')
        .selectAll()
        .where('status', '<>', 'RETIRED')
        .orderBy('created_position')
        .limit(mostDevices)
        .execute()
      const now = view.clock.now().toISOString()
      return devices
        .map((device): Cost => {
          const terms = view.rules.admit(admittingOf(device), circuit, wanted, undefined, now)
          return { device, terms }
        })
        .sort(byCost)
    },
  }),
)
