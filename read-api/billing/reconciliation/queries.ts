import type { ReconciliationFindingRow } from '../../../projections/billing/reconciliation/tables.ts'
import { creationKey, creationOrder } from '../../pagination/creation.ts'
import { takePage } from '../../pagination/keyset.ts'
import { pageOf, pageRequest, pageSize } from '../../pagination/page.ts'
import { builder } from '../../schema/builder.ts'
import { ReconciliationFindingConnection } from '../../schema/connections.ts'
import { Direction } from '../../schema/direction.ts'
import { ReconciliationFinding } from '../../schema/refs.ts'
import { requireOperator } from '../../view/caller.ts'

const FindingStatus = builder.enumType('ReconciliationFindingStatus', {
  description: 'Where a finding of the reconciliation stands.',
  values: {
    OPEN: { description: 'Nobody has looked at it.' },
    ACKNOWLEDGED: { description: 'An operator is at it.' },
    RESOLVED: { description: 'An operator has dealt with it, or takes it as it is.' },
    CLEARED: { description: 'Both sides say the same again.' },
  },
})

ReconciliationFinding.implement({
  description:
    'Something that the payment provider’s books and the hub’s do not say the same about.',
  fields: (t) => ({
    findingId: t.exposeID('finding_id', { description: 'The hub’s id of it.' }),
    status: t.field({
      type: FindingStatus,
      description: 'Where it stands.',
      resolve: ({ status }) => status,
    }),
    code: t.exposeString('code', { description: 'What differs; the reference lists the codes.' }),
    subject: t.exposeString('subject', {
      description: 'What it is about: the hub’s id where it has one, else the provider’s.',
    }),
    providerId: t.exposeString('provider_id', {
      nullable: true,
      description: 'The provider’s id of it.',
    }),
    paymentId: t.exposeID('payment_id', { nullable: true, description: 'The payment.' }),
    organisationId: t.exposeID('organisation', { nullable: true, description: 'Whose it is.' }),
    ours: t.exposeString('ours', { nullable: true, description: 'What the hub says.' }),
    theirs: t.exposeString('theirs', { nullable: true, description: 'What the provider says.' }),
    runId: t.exposeID('run_id', { description: 'The comparison that raised it.' }),
    raisedAt: t.expose('raised_at', { type: 'DateTime', description: 'When that was.' }),
    changedAt: t.expose('changed_at', {
      type: 'DateTime',
      description: 'When something last happened to it.',
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'What the operator said who acknowledged or resolved it.',
    }),
    settledBy: t.exposeID('settled_by', { nullable: true, description: 'Who that was.' }),
  }),
})

const order = creationOrder('reconciliation.findings')

builder.queryFields((t) => ({
  reconciliationFindings: t.connection(
    {
      type: ReconciliationFinding,
      description: 'What the payment provider’s books and the hub’s differ in. For operators.',
      args: {
        status: t.arg({ type: FindingStatus, required: false, description: 'Only these.' }),
        direction: t.arg({
          type: Direction,
          required: true,
          defaultValue: 'DESC',
          description: 'By when they were first raised: which end comes first.',
        }),
      },
      complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
      resolve: async (_, { direction, status, ...args }, { view }) => {
        requireOperator(view.caller)
        const page = pageRequest(args, order, direction)
        const all = view.db.selectFrom('reconciliation_findings').selectAll()
        const some =
          status === null || status === undefined ? all : all.where('status', '=', status)
        const rows = await takePage(some, page).execute()
        return pageOf<ReconciliationFindingRow>(rows, page, creationKey)
      },
    },
    ReconciliationFindingConnection,
  ),
}))
