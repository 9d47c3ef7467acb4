import { parseArgs } from 'node:util'
import { prepareFuzz } from './fuzz.ts'

/** `npm run fuzz -- --requests 10000 [--only submitJob] [--seed 7]`: a JSON line an operation, and one at the end. */
const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '1000' },
    only: { type: 'string', multiple: true },
    seed: { type: 'string' },
  },
})
const requests = Number(values.requests)
const seed = values.seed === undefined ? undefined : Number(values.seed)
const say = (line: object): unknown => process.stdout.write(`${JSON.stringify(line)}\n`)

const { operations, fuzz, stop } = await prepareFuzz()
const began = performance.now()
let sent = 0
let broken = 0
for (const { method, path, operation } of operations) {
  if (values.only !== undefined && !values.only.includes(operation.operationId)) continue
  const fuzzed = await fuzz(method, path, operation, requests, seed)
  sent += fuzzed.requests
  if (fuzzed.broken !== undefined) broken += 1
  say(fuzzed)
}
const seconds = Math.round((performance.now() - began) / 1000)
say({ operations: operations.length, requests: sent, broken, seconds })
await stop()
process.exitCode = broken === 0 ? 0 : 1
