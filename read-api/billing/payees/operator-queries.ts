import type {
  CommissionRuleRow,
  SettlementRunRow,
} from '../../../projections/billing/payees/tables.ts'
import { creationKey, creationOrder } from '../../pagination/creation.ts'
import { takePage } from '../../pagination/keyset.ts'
import { pageOf, pageRequest, pageSize } from '../../pagination/page.ts'
import { builder } from '../../schema/builder.ts'
import { CommissionRuleConnection, SettlementRunConnection } from '../../schema/connections.ts'
import { Direction } from '../../schema/direction.ts'
import { Money } from '../../schema/money.ts'
import { CommissionRule, SettlementRun } from '../../schema/refs.ts'
import { requireOperator } from '../../view/caller.ts'

const EarningKind = builder.enumType('EarningKind', {
  description: 'What is sold.',
  values: {
    DEVICE: { description: 'The use of a device.' },
    APP: { description: 'An app: its subscription, or its runs.' },
  },
})

const RuleScope = builder.enumType('CommissionScope', {
  description: 'What a rule is about. The first of these that there is counts.',
  values: {
    ITEM: { description: 'One app or device.' },
    SELLER_KIND: { description: 'All of a kind that one organisation sells.' },
    SELLER: { description: 'All that one organisation sells.' },
    KIND: { description: 'All of a kind.' },
    ALL: { description: 'Everything.' },
  },
})

const scoped = (row: CommissionRuleRow, member: 'organisation' | 'itemId'): string | null => {
  const values: Readonly<Record<string, string>> = row.scope
  return values[member] ?? null
}

CommissionRule.implement({
  description: 'What the hub’s part of a sale is, of what, and for how long.',
  fields: (t) => ({
    ruleId: t.exposeID('rule_id', { description: 'The hub’s id of it.' }),
    scope: t.field({
      type: RuleScope,
      description: 'What it is about.',
      resolve: ({ scope }) => scope.of,
    }),
    kind: t.field({
      type: EarningKind,
      nullable: true,
      description: 'The kind that it is about.',
      resolve: ({ scope }) => ('kind' in scope ? scope.kind : null),
    }),
    organisationId: t.id({
      nullable: true,
      description: 'The seller that it is about.',
      resolve: (row) => scoped(row, 'organisation'),
    }),
    itemId: t.id({
      nullable: true,
      description: 'The app or device that it is about.',
      resolve: (row) => scoped(row, 'itemId'),
    }),
    basisPoints: t.exposeInt('basis_points', { description: 'Hundredths of a per cent.' }),
    validFrom: t.expose('valid_from', { type: 'DateTime', description: 'From then on.' }),
    validUntil: t.expose('valid_until', {
      type: 'DateTime',
      nullable: true,
      description: 'Until then; null: until it is ended.',
    }),
    note: t.exposeString('note', { nullable: true, description: 'Why there is one.' }),
  }),
})

SettlementRun.implement({
  description: 'One settlement: what was earned between two positions of the log.',
  fields: (t) => ({
    runId: t.exposeID('run_id', { description: 'The hub’s id of it.' }),
    fromPosition: t.expose('from_position', { type: 'Position', description: 'After this one.' }),
    toPosition: t.expose('to_position', { type: 'Position', description: 'With this one.' }),
    sums: t.field({
      type: [Money],
      description: 'What went to balances, by asset; negative when more was given back.',
      resolve: ({ sums }) => sums,
    }),
    begunAt: t.expose('begun_at', { type: 'DateTime', description: 'When it began.' }),
    completedAt: t.expose('completed_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was complete; null while it is under way.',
    }),
  }),
})

builder.queryFields((t) => {
  const direction = t.arg({
    type: Direction,
    required: true,
    defaultValue: 'DESC',
    description: 'By when they began: which end comes first.',
  })
  return {
    commissionRules: t.connection(
      {
        type: CommissionRule,
        description: 'The rules of the hub’s part, ended ones too. For operators.',
        args: { direction },
        complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
        resolve: async (_, { direction: from, ...args }, { view }) => {
          requireOperator(view.caller)
          const page = pageRequest(args, creationOrder('commission'), from)
          const rows = await takePage(
            view.db.selectFrom('commission_rules').selectAll(),
            page,
          ).execute()
          return pageOf<CommissionRuleRow>(rows, page, creationKey)
        },
      },
      CommissionRuleConnection,
    ),
    settlementRuns: t.connection(
      {
        type: SettlementRun,
        description: 'Settlements of what was earned. For operators.',
        args: { direction },
        complexity: (args) => ({ field: 1, multiplier: pageSize(args) }),
        resolve: async (_, { direction: from, ...args }, { view }) => {
          requireOperator(view.caller)
          const page = pageRequest(args, creationOrder('settlement'), from)
          const rows = await takePage(
            view.db.selectFrom('settlement_runs').selectAll(),
            page,
          ).execute()
          return pageOf<SettlementRunRow>(rows, page, creationKey)
        },
      },
      SettlementRunConnection,
    ),
  }
})
