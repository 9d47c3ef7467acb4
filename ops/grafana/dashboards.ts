import { graph, number, red, type Row } from './panels.ts'

export type Dashboard = {
  /** Fixed: links to it last. */
  readonly uid: string
  readonly title: string
  readonly rows: readonly Row[]
}

const requests: Dashboard = {
  uid: 'qhub-requests',
  title: 'Quantum Hub: requests',
  rows: [
    {
      title: 'HTTP',
      panels: red(
        'Requests',
        'http_server_request_duration_seconds',
        'http_route',
        'http_response_status_code=~"5.."',
      ),
    },
    {
      title: 'Commands',
      panels: [
        ...red(
          'Commands',
          'qh_command_duration_seconds',
          'command',
          'outcome=~"INTERNAL|UNAVAILABLE"',
        ),
        graph('Outcomes', 'reqps', 'How commands ended.', [
          'sum by (outcome) (rate(qh_command_duration_seconds_count{instance=~"$instance"}[$__rate_interval]))',
          '{{outcome}}',
        ]),
        graph('Conflicts', 'cps', 'Appends that came too late, and decisions taken again.', [
          'sum by (category) (rate(qh_command_conflicts_total{instance=~"$instance"}[$__rate_interval]))',
          '{{category}}',
        ]),
        graph('Repeated', 'cps', 'Answers that had been given before: clients that try again.', [
          'sum by (command) (rate(qh_idempotency_replays_total{instance=~"$instance"}[$__rate_interval]))',
          '{{command}}',
        ]),
      ],
    },
    {
      title: 'GraphQL',
      panels: red('Queries', 'qh_graphql_duration_seconds', 'outcome', 'outcome="refused"'),
    },
    {
      title: 'Processes',
      panels: [
        graph(
          'Event loop, 99 of 100',
          's',
          'Work waits so long for its turn; more than half a second is an alert.',
          ['nodejs_eventloop_delay_p99_seconds{instance=~"$instance"}', '{{instance}}'],
        ),
        graph('Processor', 'percentunit', 'Cores in use.', [
          'sum by (instance) (rate(process_cpu_time_seconds_total{instance=~"$instance"}[$__rate_interval]))',
          '{{instance}}',
        ]),
        graph(
          'Memory',
          'bytes',
          'Physical memory and heap.',
          ['process_memory_usage_bytes{instance=~"$instance"}', '{{instance}}'],
          ['v8js_memory_heap_used_bytes{instance=~"$instance"}', '{{instance}} heap'],
        ),
      ],
    },
  ],
}

const projections: Dashboard = {
  uid: 'qhub-projections',
  title: 'Quantum Hub: read models and replays',
  rows: [
    {
      title: 'Read models',
      panels: [
        number(
          'Behind',
          's',
          'Age of the oldest event that is not in the rows.',
          'max(qh_projection_lag_seconds)',
        ),
        number(
          'Events behind',
          'short',
          'Counted up to a thousand, reckoned beyond.',
          'max(qh_projection_lag)',
        ),
        number(
          'Quarantined',
          'short',
          'Streams that wait behind an event which cannot be applied.',
          'sum(qh_projection_quarantined)',
        ),
        graph('Lag', 's', 'Grows for five minutes: an alert.', [
          'max(qh_projection_lag_seconds)',
          'seconds',
        ]),
        graph('Applied', 'cps', 'Events applied to rows, by group of tables.', [
          'sum by (group) (rate(qh_projection_processed_total[$__rate_interval]))',
          '{{group}}',
        ]),
        graph(
          'Not applied',
          'cps',
          'Events that failed, and those that operators left out.',
          ['sum(rate(qh_projection_failed_total[$__rate_interval]))', 'failed'],
          ['sum(rate(qh_projection_skipped_total[$__rate_interval]))', 'skipped'],
        ),
        graph('A batch', 's', 'Time to apply and commit a batch.', [
          'histogram_quantile(0.95, sum by (le) (rate(qh_projection_batch_duration_seconds_bucket[$__rate_interval])))',
          'p95',
        ]),
        graph('Projectors', 'short', '0 live, 1 waiting, 2 catching up, 3 retrying, 4 stopped.', [
          'qh_projection_state{instance=~"$instance"}',
          '{{instance}}',
        ]),
      ],
    },
    {
      title: 'Replays',
      panels: [
        graph('Progress', 'percentunit', 'How much of the log the new generation has.', [
          'max by (generation, state) (qh_replay_progress)',
          '{{generation}} {{state}}',
        ]),
        graph('Rate', 'cps', 'Events taken up a second.', [
          'max by (generation) (qh_replay_rate_per_second)',
          '{{generation}}',
        ]),
        number(
          'Left',
          's',
          'Time until it has reached the end of the log.',
          'max(qh_replay_eta_seconds)',
        ),
      ],
    },
  ],
}

const sagas: Dashboard = {
  uid: 'qhub-sagas',
  title: 'Quantum Hub: sagas, effects and providers',
  rows: [
    {
      title: 'Sagas',
      panels: [
        graph('Instances', 'short', 'Those that have not ended.', [
          'max by (saga) (qh_saga_instances{state="active"})',
          '{{saga}}',
        ]),
        graph(
          'Stuck and parked',
          'short',
          'Any is an alert.',
          ['max by (saga) (qh_saga_instances{state="stuck"})', '{{saga}} stuck'],
          ['max by (saga) (qh_saga_instances{state="parked"})', '{{saga}} parked'],
        ),
        graph(
          'Reported',
          'cps',
          'What the watchdog found, and what was put in line.',
          [
            'sum by (saga, reason) (rate(qh_saga_stuck_total[$__rate_interval]))',
            '{{saga}} {{reason}}',
          ],
          [
            'sum by (saga, code) (rate(qh_saga_messages_parked_total[$__rate_interval]))',
            '{{saga}} {{code}}',
          ],
          [
            'sum by (saga, kind) (rate(qh_saga_effects_parked_total[$__rate_interval]))',
            '{{saga}} {{kind}}',
          ],
        ),
        graph('Messages', 'cps', 'Events that instances were told of.', [
          'sum by (messaging_consumer_group_name) (rate(messaging_process_duration_seconds_count[$__rate_interval]))',
          '{{messaging_consumer_group_name}}',
        ]),
        graph('Timers', 'short', 'Those that are set.', ['max(qh_saga_timers_pending)', 'pending']),
        graph('Late', 's', 'How long the oldest timer is due.', [
          'max(qh_saga_timers_late_seconds)',
          'late',
        ]),
      ],
    },
    {
      title: 'Dead letters',
      panels: [
        graph('Depth', 'short', 'Messages and effects that wait for an operator.', [
          'max by (saga) (qh_deadletter_depth)',
          '{{saga}}',
        ]),
        graph('Oldest', 's', 'Age of the oldest.', [
          'max by (saga) (qh_deadletter_oldest_seconds)',
          '{{saga}}',
        ]),
      ],
    },
    {
      title: 'Effects and providers',
      panels: [
        graph('Effects', 'cps', 'By how they ended.', [
          'sum by (kind, outcome) (rate(qh_saga_effect_duration_seconds_count[$__rate_interval]))',
          '{{kind}} {{outcome}}',
        ]),
        graph('An effect', 's', 'Until its outcome is known.', [
          'histogram_quantile(0.95, sum by (le, kind) (rate(qh_saga_effect_duration_seconds_bucket[$__rate_interval])))',
          '{{kind}}',
        ]),
        graph('Provider calls', 's', 'What 95 of 100 stayed below.', [
          'histogram_quantile(0.95, sum by (le, provider) (rate(qh_provider_call_duration_seconds_bucket[$__rate_interval])))',
          '{{provider}}',
        ]),
        graph(
          'Breakers',
          'short',
          '0 closed, 1 half open, 2 open.',
          ['max by (provider) (qh_provider_breaker)', '{{provider}}'],
          ['max by (provider) (qh_provider_waiting)', '{{provider}} waiting'],
        ),
      ],
    },
  ],
}

const money: Dashboard = {
  uid: 'qhub-money',
  title: 'Quantum Hub: money',
  rows: [
    {
      title: 'The books',
      panels: [
        number(
          'Out of balance',
          'short',
          'Assets whose debits are not their credits: anything but 0 is a fault.',
          'sum(max by (asset) (qh_ledger_out_of_balance)) or vector(0)',
        ),
        number(
          'Findings',
          'short',
          'Differences from the payment provider that nobody has settled.',
          'sum(max by (code) (qh_reconciliation_findings)) or vector(0)',
        ),
        graph(
          'Owed to customers',
          'short',
          'What wallets may spend, and what is reserved; minor units.',
          ['max by (asset) (qh_ledger_balance{account="customer_credit"})', '{{asset}} credit'],
          ['max by (asset) (qh_ledger_balance{account="customer_held"})', '{{asset}} held'],
        ),
        graph('Owed to us', 'short', 'Receivables and disputes.', [
          'max by (asset, account) (qh_ledger_balance{account=~"customer_receivable|disputed|bad_debt"})',
          '{{asset}} {{account}}',
        ]),
        graph('Owed to owners and sellers', 'short', 'Earned, settled, on its way.', [
          'max by (asset, account) (qh_ledger_balance{account=~"provider_payable|seller_payable|payee_balance|payout_in_transit"})',
          '{{asset}} {{account}}',
        ]),
        graph('Ours', 'short', 'Commission, usage and what lies at the payment provider.', [
          'max by (asset, account) (qh_ledger_balance{account=~"commission_revenue|usage_revenue|psp_clearing"})',
          '{{asset}} {{account}}',
        ]),
      ],
    },
    {
      title: 'The payment provider',
      panels: red('Calls', 'qh_payments_call_duration_seconds', 'operation', 'outcome="error"'),
    },
  ],
}

const store: Dashboard = {
  uid: 'qhub-store',
  title: 'Quantum Hub: event store and Postgres',
  rows: [
    {
      title: 'Servers',
      panels: [
        graph('Up', 'short', '1 while it answers.', [
          'max by (dependency) (qh_dependency_up)',
          '{{dependency}}',
        ]),
        graph(
          'End of the log',
          'short',
          'And where the rows are.',
          ['max(qh_projection_head)', 'head'],
          ['min(qh_projection_position)', 'rows'],
        ),
        graph(
          'Events read to fold',
          'short',
          'What 95 of 100 folds stayed below; much of it means caches that do not hold.',
          [
            'histogram_quantile(0.95, sum by (le, category) (rate(qh_stream_events_replayed_bucket[$__rate_interval])))',
            '{{category}}',
          ],
        ),
      ],
    },
    {
      title: 'Event store',
      panels: [
        graph('Calls', 'ops', 'By operation and outcome.', [
          'sum by (db_operation_name, outcome) (rate(db_client_operation_duration_seconds_count{db_system_name="eventstoredb"}[$__rate_interval]))',
          '{{db_operation_name}} {{outcome}}',
        ]),
        graph('A call', 's', 'What 99 of 100 stayed below.', [
          'histogram_quantile(0.99, sum by (le, db_operation_name) (rate(db_client_operation_duration_seconds_bucket{db_system_name="eventstoredb"}[$__rate_interval])))',
          '{{db_operation_name}}',
        ]),
      ],
    },
    {
      title: 'Postgres',
      panels: [
        graph('Statements', 'ops', 'By kind and outcome.', [
          'sum by (db_operation_name, outcome) (rate(db_client_operation_duration_seconds_count{db_system_name="postgresql"}[$__rate_interval]))',
          '{{db_operation_name}} {{outcome}}',
        ]),
        graph('A statement', 's', 'What 99 of 100 stayed below.', [
          'histogram_quantile(0.99, sum by (le, db_operation_name) (rate(db_client_operation_duration_seconds_bucket{db_system_name="postgresql"}[$__rate_interval])))',
          '{{db_operation_name}}',
        ]),
        graph(
          'Connections',
          'short',
          'In use, idle, and who waits for one.',
          ['sum by (pool, state) (qh_postgres_connections)', '{{pool}} {{state}}'],
          ['sum by (pool) (qh_postgres_waiting)', '{{pool}} waiting'],
        ),
      ],
    },
  ],
}

export const dashboards: readonly Dashboard[] = [requests, projections, sagas, money, store]
