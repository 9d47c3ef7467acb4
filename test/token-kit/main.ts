import { parseArgs } from 'node:util'
import { honest, planted } from './planted.ts'
import { openStage, runKit } from './run.ts'

const usage = `npm run token-kit -- [--scenarios 300] [--seed 1] [--from 0] [--planted <name>] [--json]

Deposits, withdrawals and payments by signature on a real chain (anvil) whose blocks go, whose pool forgets, whose fees jump
and whose node lags, says nothing or loses its answers, through a watcher, a sender and sagas that are killed and started anew.
Ends with 1 when anything was paid or captured twice or lost, or the ledger is not what the chain says at the final block.
Planted mistakes:
${Object.keys(planted).join(', ')}.`

const { values } = parseArgs({
  options: {
    scenarios: { type: 'string', default: '300' },
    from: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    planted: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const say = (line: string): void => void process.stderr.write(`${line}\n`)
const isCount = (n: number): boolean => Number.isInteger(n) && n >= 0
const [scenarios, from] = [Number(values.scenarios), Number(values.from)]
const parts = values.planted === undefined ? honest : planted[values.planted]
if (values.help || !isCount(scenarios) || scenarios < 1 || !isCount(from) || parts === undefined) {
  say(usage)
  process.exit(values.help ? 0 : 2)
}
const began = performance.now()
const { seed } = values
const secondsNow = (): number => Math.round((performance.now() - began) / 1000)
const stage = await openStage()
const { wrong, ...summary } = await runKit(stage, {
  ...{ seed, scenarios, from, parts },
  onProgress: (done, found) => {
    if (done % 10 === 0)
      say(`  ${done} of ${scenarios} scenarios, ${found} wrong, ${secondsNow()} s`)
  },
}).finally(stage.stop)
for (const line of wrong) say(`  WRONG: ${line}`)
const line = JSON.stringify({ seed, ...summary, wrong: wrong.length, seconds: secondsNow() })
if (values.json) process.stdout.write(`${line}\n`)
else say(line)
process.exitCode = wrong.length === 0 ? 0 : 1
