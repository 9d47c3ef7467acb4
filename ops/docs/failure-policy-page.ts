import { failurePolicy, type FailureRule } from '../../domain/billing/failure-policy.ts'

const head = `# Who pays for a run that does not complete

Generated from the table that decides (\`domain/billing/failure-policy.ts\`, version ${failurePolicy.version}) by \`node --import=tsx ops/docs/main.ts\`; a test keeps it current.

A run that completed is charged what it consumed. Of one that did not, it matters whose fault it was and whether anything had run on the device. A cancellation is its user's wish. A quote shows the table; the receipt of a job names the rule that was applied. The fee of an app is due for runs that complete, and for no other.
`

const phases: Readonly<Record<FailureRule['phase'], string>> = {
  BEFORE_EXECUTION: 'before anything ran',
  DURING_EXECUTION: 'while the device was at work',
}
const charges: Readonly<Record<FailureRule['charge'], string>> = {
  NOTHING: 'nothing',
  CONSUMPTION: 'what was consumed',
}
const bearers: Readonly<Record<FailureRule['borneBy'], string>> = {
  CUSTOMER: 'the customer',
  PROVIDER: 'the provider of the device',
  NOBODY: 'nobody: nothing was consumed',
}

/** docs/reference/failure-policy.md, as it should be. */
export const failurePolicyPage = (): string =>
  [
    head,
    '| Fault | It ended | The customer pays | Borne by | Why |',
    '| --- | --- | --- | --- | --- |',
    ...failurePolicy.rules.map(
      ({ fault, phase, charge, borneBy, reason }) =>
        `| \`${fault}\` | ${phases[phase]} | ${charges[charge]} | ${bearers[borneBy]} | ${reason} |`,
    ),
    '',
  ].join('\n')
