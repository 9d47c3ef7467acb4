import t from 'tap'
import { prepareFuzz } from './fuzz/fuzz.ts'

/** Requests for each operation. `npm run fuzz -- --requests 10000` takes a longer look. */
const requests = 40

const { operations, fuzz, stop } = await prepareFuzz()
t.teardown(stop)
t.setTimeout(170_000)

for (const { method, path, operation } of operations)
  t.test(`${operation.operationId}: no request breaks it`, async (t) => {
    const { broken } = await fuzz(method, path, operation, requests)
    t.equal(broken, undefined)
  })
