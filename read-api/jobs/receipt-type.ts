import type { JobRow } from '../../projections/jobs/tables.ts'
import { Price } from '../devices/price-type.ts'
import { readStory, visibleEvents } from '../log/story.ts'
import { StoryEvent } from '../log/story-type.ts'
import { builder } from '../schema/builder.ts'
import { Money } from '../schema/money.ts'
import { Job } from '../schema/refs.ts'
import { belongsTo } from '../view/caller.ts'
import { AppliedPolicy } from './failure-policy-type.ts'
import { causesOf, type ReceiptShare, type ReceiptSums, receiptSums } from './receipt.ts'

type Share = ReceiptShare & { readonly asset: string }
type ShownReceipt = ReceiptSums & {
  readonly job: JobRow
  readonly positions: ReadonlySet<bigint>
}

const ShareKind = builder.enumType('ReceiptShareKind', {
  description: 'Who earned at a job.',
  values: {
    PROVIDER: { description: 'The owner of the device.' },
    SELLER: { description: 'The seller of the app that it is a run of.' },
    HUB: { description: 'The hub, by its commission.' },
  },
})

const ReceiptShareType = builder.objectRef<Share>('ReceiptShare').implement({
  description: 'What somebody earned at a job.',
  fields: (t) => ({
    kind: t.expose('kind', { type: ShareKind, description: 'Who.' }),
    earned: t.field({
      type: Money,
      description: 'Of what was captured.',
      resolve: ({ earned, asset }) => ({ amount: earned.toString(), asset }),
    }),
    givenBack: t.field({
      type: Money,
      description: 'Of it, what was given back later.',
      resolve: ({ givenBack, asset }) => ({ amount: givenBack.toString(), asset }),
    }),
  }),
})

type Amount = 'held' | 'captured' | 'released' | 'refunded'
const amount = (receipt: ShownReceipt, which: Amount) => ({
  amount: receipt[which].toString(),
  asset: receipt.job.asset,
})

const Receipt = builder.objectRef<ShownReceipt>('Receipt').implement({
  description:
    'Why a job cost what it did: out of the ledger, with the events that it follows from.',
  fields: (t) => ({
    held: t.field({
      type: Money,
      description: 'What was held before it ran: the most that it could cost.',
      resolve: (receipt) => amount(receipt, 'held'),
    }),
    captured: t.field({
      type: Money,
      description: 'What was taken of it.',
      resolve: (receipt) => amount(receipt, 'captured'),
    }),
    released: t.field({
      type: Money,
      description: 'What of it came back unused.',
      resolve: (receipt) => amount(receipt, 'released'),
    }),
    refunded: t.field({
      type: Money,
      description: 'What was given back of what was taken.',
      resolve: (receipt) => amount(receipt, 'refunded'),
    }),
    shares: t.field({
      type: [ReceiptShareType],
      description: 'Who got it. They add up to what was captured, and to what was refunded.',
      resolve: ({ shares, job: { asset } }) => shares.map((share) => ({ ...share, asset })),
    }),
    priceVersion: t.string({
      description: 'The device’s price that held, by the provider’s name of it.',
      resolve: ({ job }) => job.price.version,
    }),
    price: t.field({
      type: Price,
      description: 'The device’s price that held.',
      resolve: ({ job }) => job.price,
    }),
    policy: t.field({
      type: AppliedPolicy,
      nullable: true,
      description: 'The rule by which its end was charged; null until it ended.',
      resolve: ({ job }) => job.applied_rule,
    }),
    causes: t.field({
      type: [StoryEvent],
      description:
        'The events that moved the money and, of each, what it followed from, back to the request; in log order.',
      complexity: { field: 1, multiplier: 50 },
      resolve: async ({ job, positions }, _, { view }) => {
        const found = await view.loaders.correlations.load(job.job_id)
        if (found === undefined) return []
        const story = await readStory(view.db, found.correlation_id)
        return visibleEvents(view.caller, causesOf(story, positions))
      },
    }),
  }),
})

builder.objectField(Job, 'receipt', (t) =>
  t.field({
    type: Receipt,
    nullable: true,
    description:
      'What became of its money, for who pays for it; null for the provider of the device, and before anything was held.',
    complexity: 5,
    resolve: async (job, _, { view }) => {
      if (!belongsTo(view.caller, job.organisation)) return null
      const entries = await view.loaders.entriesOfJob.load(job.job_id)
      if (entries === undefined) return null
      const positions = new Set(entries.entries.map(({ position }) => position))
      return { ...receiptSums(entries.entries), job, positions }
    },
  }),
)
