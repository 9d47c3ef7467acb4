import { workSeconds, type Metrics } from './metric.ts'

const asset = "the asset's code"

/** Money: whether the books balance, and who moves it on cards and to banks. */
export const moneyMetrics = {
  'qh.ledger.balance': {
    kind: 'gauge',
    unit: '{minor_unit}',
    description:
      'Balance of the accounts of one name in whole minor units, on their normal side; those that belong to somebody are summed',
    attributes: { asset, account: "the account's name without its owner" },
  },
  'qh.ledger.out_of_balance': {
    kind: 'gauge',
    unit: '1',
    description:
      '1 when all debits of an asset are not all its credits, else 0. Anything but 0 is a fault of the hub',
    attributes: { asset },
  },
  'qh.reconciliation.findings': {
    kind: 'gauge',
    unit: '{finding}',
    description: 'Differences between our books and the payment provider that nobody has settled',
    attributes: { code: 'the kind of difference' },
  },
  'qh.payments.call.duration': {
    kind: 'histogram',
    unit: 's',
    description: 'Time of a call to the payment provider',
    attributes: {
      operation: 'what was asked',
      outcome: '`ok`, or `error` when there was no answer that says what came of it',
    },
    buckets: workSeconds,
  },
} as const satisfies Metrics
