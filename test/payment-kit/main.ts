import { parseArgs } from 'node:util'
import { runKit } from './run.ts'

const usage = `npm run payment-kit -- [--scenarios 500] [--seed 1] [--together 25] [--json]

Payments of many kinds through an execution, a front door of notices and a provider that are killed while the provider's
answers are lost, late, doubled, reordered, tampered with and contradict what was done. Ends with 1 when anything was
captured or refunded twice, lost, or left behind without a finding.`

const { values } = parseArgs({
  options: {
    scenarios: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    together: { type: 'string', default: '25' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const say = (line: string): void => void process.stderr.write(`${line}\n`)
const scenarios = Number(values.scenarios)
const together = Number(values.together)
if (values.help || !Number.isInteger(scenarios) || !Number.isInteger(together) || together < 1) {
  say(usage)
  process.exit(values.help ? 0 : 2)
}
const began = performance.now()
const { seed } = values
const outcome = await runKit({
  ...{ seed, scenarios, together },
  onProgress: (done, wrong) => {
    const seconds = Math.round((performance.now() - began) / 1000)
    say(`  ${done} of ${scenarios} scenarios, ${wrong} wrong, ${seconds} s`)
  },
  onLine: (line) => say(`  WRONG: ${line}`),
})
const { wrong, ...summary } = outcome
const seconds = Math.round((performance.now() - began) / 1000)
const line = JSON.stringify({ seed, ...summary, wrong: wrong.length, seconds })
if (values.json) process.stdout.write(`${line}\n`)
else say(line)
process.exitCode = wrong.length === 0 ? 0 : 1
