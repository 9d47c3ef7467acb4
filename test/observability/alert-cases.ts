/** Series by name, in promtool's notation: one value a minute. */
type Series = Readonly<Record<string, string>>

export type AlertCase = {
  /** When it is looked. */
  readonly at: string
  /** Series under which the alert fires, and others, much like them, under which it does not. */
  readonly fires: Series
  readonly quiet: Series
}

const command = (outcome: string) =>
  `qh_command_duration_seconds_count{command="jobs.submit",outcome="${outcome}"}`

/** So many commands a minute end well and so many do not. */
const commands = (done: number, failed: number, minutes: number): Series => ({
  [command('done')]: `0+${done}x${minutes}`,
  [command('INTERNAL')]: `0+${failed}x${minutes}`,
})

const dependency = (name: string, value: string): Series => ({
  [`qh_dependency_up{dependency="${name}",instance="a"}`]: '0x20',
  [`qh_dependency_up{dependency="${name}",instance="b"}`]: value,
})

/** What it takes for each alert to fire, and what is not enough. */
export const alertCases: Readonly<Record<string, AlertCase>> = {
  CommandErrorBudgetBurnsFast: {
    at: '70m',
    fires: commands(98, 2, 80),
    // As many failures, an hour ago: the short window says that it is over.
    quiet: { [command('done')]: '0+98x80', [command('INTERNAL')]: '0+2x50 100x30' },
  },
  CommandErrorBudgetBurnsSlowly: {
    at: '400m',
    fires: commands(992, 8, 420),
    quiet: { ...commands(1000, 1, 420), [command('INVALID_INPUT')]: '0+900x420' },
  },
  HubIsSilent: {
    at: '10m',
    fires: { up: '1x20' },
    quiet: dependency('postgres', '1x20'),
  },
  EventLoopIsBlocked: {
    at: '15m',
    fires: { 'nodejs_eventloop_delay_p99_seconds{instance="a"}': '0.6x20' },
    quiet: { 'nodejs_eventloop_delay_p99_seconds{instance="a"}': '0.6x5 0.1x20' },
  },
  ProjectionLagGrows: {
    at: '15m',
    fires: { qh_projection_lag_seconds: '0+20x20' },
    // Far behind, and catching up.
    quiet: { qh_projection_lag_seconds: '900-20x20' },
  },
  ProjectionStandsStill: {
    at: '15m',
    fires: { qh_projection_lag: '12x20', qh_projection_position: '700x20' },
    // Events are always on their way, and rows follow; or nothing happens at all.
    quiet: { qh_projection_lag: '12x20', qh_projection_position: '700+5x20' },
  },
  ProjectionLagIsUnknown: {
    at: '10m',
    fires: { 'qh_projection_lag_unknown{instance="a"}': '1x20' },
    quiet: {
      'qh_projection_lag_unknown{instance="a"}': '1x20',
      'qh_projection_lag_unknown{instance="b"}': '0x20',
    },
  },
  StreamsAreQuarantined: {
    at: '5m',
    fires: { 'qh_projection_quarantined{instance="b"}': '0 1x20' },
    quiet: { 'qh_projection_quarantined{instance="b"}': '0x20' },
  },
  LogIsNotTheOneSigned: {
    at: '5m',
    fires: { 'qh_audit_inconsistent{instance="b"}': '0 0 1x20' },
    quiet: { 'qh_audit_inconsistent{instance="b"}': '0x20' },
  },
  HeadsAreNotSigned: {
    at: '80m',
    fires: { qh_audit_head_age_seconds: '0+60x100', [command('done')]: '0+9x100' },
    // Nothing happens that could be signed.
    quiet: { qh_audit_head_age_seconds: '0+60x100', [command('done')]: '9x100' },
  },
  ChainIsHalted: {
    at: '5m',
    fires: { 'qh_chain_halted{chain="local"}': '0 0 1x20' },
    quiet: { 'qh_chain_halted{chain="local"}': '0x20' },
  },
  ChainIsNotFollowed: {
    at: '20m',
    fires: { 'qh_chain_head_age_seconds{chain="local"}': '0+60x30' },
    // Blocks come once a minute.
    quiet: { 'qh_chain_head_age_seconds{chain="local"}': '60x30' },
  },
  ChainTransactionIsStuck: {
    at: '80m',
    fires: { 'qh_chain_transaction_age_seconds{chain="local"}': '0+60x100' },
    quiet: { 'qh_chain_transaction_age_seconds{chain="local"}': '900x100' },
  },
  ReplayIsStalled: {
    at: '25m',
    fires: { 'qh_replay_progress{generation="2",state="BUILDING"}': '0.1+0.1x3 0.4x40' },
    quiet: {
      'qh_replay_progress{generation="2",state="BUILDING"}': '0.1+0.01x40',
      'qh_replay_progress{generation="3",state="PAUSED"}': '0.4x40',
    },
  },
  DeadLettersWait: {
    at: '5m',
    fires: { 'qh_deadletter_depth{saga="jobExecution"}': '0 2x20' },
    quiet: { 'qh_deadletter_depth{saga="jobExecution"}': '2 0x20' },
  },
  SagaIsStuck: {
    at: '5m',
    fires: { 'qh_saga_instances{saga="jobExecution",state="stuck"}': '1x20' },
    quiet: { 'qh_saga_instances{saga="jobExecution",state="active"}': '40x20' },
  },
  TimersAreLate: {
    at: '10m',
    fires: { qh_saga_timers_late_seconds: '30+60x20' },
    quiet: { qh_saga_timers_late_seconds: '2x20' },
  },
  ProviderIsLeftAlone: {
    at: '10m',
    fires: { 'qh_provider_breaker{provider="simulator"}': '2x20' },
    quiet: { 'qh_provider_breaker{provider="simulator"}': '2x3 1 0x20' },
  },
  LedgerIsOutOfBalance: {
    at: '2m',
    fires: { 'qh_ledger_out_of_balance{asset="USD/2"}': '0 1x5' },
    quiet: { 'qh_ledger_out_of_balance{asset="USD/2"}': '0x5' },
  },
  ReconciliationFoundDifferences: {
    at: '30m',
    fires: { 'qh_reconciliation_findings{code="AMOUNT_DIFFERS"}': '0 1x40' },
    quiet: { 'qh_reconciliation_findings{code="AMOUNT_DIFFERS"}': '0 1x5 0x40' },
  },
  EventStoreIsDown: {
    at: '5m',
    fires: dependency('eventStore', '1 0x20'),
    // One process that cannot reach it is a process in trouble, not a store that is down.
    quiet: dependency('eventStore', '1x20'),
  },
  PostgresIsDown: {
    at: '5m',
    fires: dependency('postgres', '1 0x20'),
    quiet: dependency('postgres', '1x20'),
  },
  CacheOrBusIsDown: {
    at: '10m',
    fires: dependency('bus', '0x20'),
    quiet: dependency('bus', '1x20'),
  },
}
