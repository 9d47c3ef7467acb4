/** What the parser does not know of a command: calls as somebody would make them, and what its exit codes mean. */
export type Manual = {
  readonly examples: readonly string[]
  /** Of 1, where it is not just "failed". */
  readonly one?: string
  /** Variables beside the hub's settings that it reads. */
  readonly reads?: Readonly<Record<string, string>>
}

const job = 'jobExecution-0190cf1e-0000-7000-8000-000000000001'
const person = '0190cf1e-0000-7000-8000-000000000002'
const why = '--reason "the projection is mended"'

const does = (...examples: readonly string[]): Manual => ({ examples })
const finds = (one: string, ...examples: readonly string[]): Manual => ({ examples, one })

/** By the whole name of a command; each has one, and each example is one that the parser takes. */
export const manuals: Readonly<Record<string, Manual>> = {
  'qhub start': does(
    'qhub start',
    'qhub start --local-chain',
    'QHUB_ROLES=projector,saga qhub start',
  ),
  'qhub doctor': finds(
    'there is a finding of severity error',
    'qhub doctor',
    'qhub doctor --quiet --json',
    'qhub doctor --whole-log',
  ),
  'qhub describe': does('qhub describe', 'qhub describe --json > after.json'),
  'qhub config': does('qhub config --explain', 'qhub config --json'),
  'qhub operator create': {
    examples: ['OPERATOR_PASSWORD=… qhub operator create --email olga@example.org --username olga'],
    reads: { OPERATOR_PASSWORD: 'of the operator to be made' },
  },
  'qhub ledger trial-balance': finds(
    'an asset is out of balance',
    'qhub ledger trial-balance',
    'qhub ledger trial-balance --at 2026-11-01T00:00:00Z --json',
  ),
  'qhub ledger verify': finds(
    'an invariant does not hold',
    'qhub ledger verify',
    'qhub ledger verify --against esdb://127.0.0.1:2113?tls=false',
  ),
  'qhub payments reconcile': finds(
    'something differs',
    'qhub payments reconcile --look',
    'qhub payments reconcile --days 30 --reason "a customer complains"',
  ),
  'qhub payments simulate': does('qhub payments simulate --port 4003'),
  'qhub erase': does(
    `qhub erase ${person} --reason ON_REQUEST --report`,
    `qhub erase ${person} --confirm ${person} --json`,
  ),
  'qhub saga list': does(
    'qhub saga list --state stuck',
    'qhub saga list --saga jobExecution --json',
  ),
  'qhub saga show': does(`qhub saga show ${job}`),
  'qhub saga redrive': finds(
    'something is left that cannot be taken',
    `qhub saga redrive ${job} --dry-run`,
    `qhub saga redrive ${job} --reason "the code is mended"`,
  ),
  'qhub deadletters list': does('qhub deadletters list', 'qhub deadletters list --json'),
  'qhub deadletters show': does(`qhub deadletters show ${job}`),
  'qhub deadletters redrive': finds(
    'something is left that cannot be taken',
    'qhub deadletters redrive --all --dry-run',
    `qhub deadletters redrive ${job} --reason "the code is mended"`,
  ),
  'qhub deadletters skip': does(
    `qhub deadletters skip ${job} ${person} --dry-run`,
    `qhub deadletters skip ${job} ${person} --reason "not ours" --confirm ${job}`,
  ),
  'qhub timers list': does('qhub timers', 'qhub timers list --due --saga jobExecution'),
  'qhub replay plan': does('qhub replay plan', 'qhub replay plan --json'),
  'qhub replay start': does(
    `qhub replay start ${why}`,
    `qhub replay start --stream ${job} ${why}`,
    `qhub replay start ${why} --json`,
  ),
  'qhub replay status': does('qhub replay status', 'qhub replay status --json'),
  'qhub replay pause': does('qhub replay pause --reason "rush hour"'),
  'qhub replay resume': does('qhub replay resume --reason "rush hour is over"'),
  'qhub replay cancel': does('qhub replay cancel 2 --reason "the wrong build" --confirm 2'),
  'qhub replay throttle': does(
    'qhub replay throttle --events-per-second 2000 --reason "rush hour"',
  ),
  'qhub replay diff': finds('they differ', 'qhub replay diff', 'qhub replay diff 2 --rows 20'),
  'qhub replay promote': does(`qhub replay promote 2 ${why}`),
  'qhub replay rollback': does('qhub replay rollback --reason "figures are wrong"'),
  'qhub replay drop': does('qhub replay drop 1 --reason "nobody goes back" --confirm 1'),
  'qhub quarantine list': does('qhub quarantine list', 'qhub quarantine list --json'),
  'qhub quarantine show': does('qhub quarantine show job-0190cf1e-0000-7000-8000-000000000001'),
  'qhub quarantine retry': finds(
    'it waits still',
    `qhub quarantine retry job-0190cf1e-0000-7000-8000-000000000001 ${why}`,
  ),
  'qhub quarantine skip': does(
    'qhub quarantine skip job-0190cf1e-0000-7000-8000-000000000001 --reason "written by a test"',
  ),
  'qhub census': finds(
    'an event cannot be read',
    'qhub census --against esdb://127.0.0.1:2113?tls=false',
  ),
  'qhub decisions replay': finds(
    'a decision would differ',
    'qhub decisions replay --from esdb://127.0.0.1:2113?tls=false',
  ),
  'qhub store verify': finds(
    'the store is damaged',
    'qhub store verify',
    'qhub store verify --json',
  ),
  'qhub store backup': does('qhub store backup /backups/today --reason nightly'),
  'qhub store restore': does('qhub store restore /backups/today --reason "the disk is new"'),
  'qhub store repair': does(
    'qhub store repair',
    'qhub store repair --truncate-at 81920 --reason "no backup is left"',
  ),
  'qhub store scavenge': does(
    'qhub store scavenge --reason "disk is short" --confirm .data/event-store',
  ),
  'qhub store export': does('qhub store export /moves/log --reason "we move"'),
  'qhub store import': does(
    'qhub store import /moves/log --to esdb://127.0.0.1:2113?tls=false --confirm 127.0.0.1:2113 --reason "we move"',
  ),
  'qhub store adopt': does(
    'qhub store adopt --reason "we moved"',
    'qhub store adopt --reason "we moved" --confirm 127.0.0.1:2113',
  ),
  'qhub audit trace': does(`qhub audit trace ${person}`, `qhub audit trace ${person} --json`),
  'qhub audit actor': does(`qhub audit actor ${person} --limit 100`),
  'qhub audit stream': does(`qhub audit stream ${job}`),
  'qhub audit head': does('qhub audit head', 'qhub audit head --json'),
  'qhub audit sign': does('qhub audit sign --reason "before an export"'),
  'qhub audit verify': finds(
    'something is not what was signed',
    'qhub audit verify',
    'qhub audit verify /exports/november --key "$(cat audit.pub)"',
  ),
  'qhub audit export': does('qhub audit export /exports/november --reason "the auditors"'),
  'qhub capsule run': finds(
    'the capsule is altered, does not pass, or fails',
    'qhub capsule run capsule.json --seed monday',
  ),
  'qhub state': does(
    'qhub state job-0190cf1e-0000-7000-8000-000000000001 --at 2026-11-01T00:00:00Z',
    'qhub state job-0190cf1e-0000-7000-8000-000000000001 --diff 2..5 --json',
  ),
  'qhub whatif job': does(`qhub whatif job ${person} --queue-seconds 600`),
  'qhub whatif usage': does(`qhub whatif usage ${person} 2026-11 --price-book ${person}@2`),
  'qhub whatif saga': does(`qhub whatif saga ${job} --set "3 /price=100"`),
  'qhub help': does('qhub help', 'qhub help store backup'),
  'qhub completion': does(
    'eval "$(qhub completion bash)"',
    'qhub completion zsh > ~/.zfunc/_qhub',
    'qhub completion fish > ~/.config/fish/completions/qhub.fish',
  ),
}
