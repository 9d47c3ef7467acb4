import fc from '../../kit/fast-check.ts'
import { prepareWorld } from '../bad-requests/world.ts'
import { call } from '../kit/client.ts'
import { documentOf, type Operation } from '../kit/documented.ts'
import { brokenPromise } from './broken.ts'
import { senders } from './people.ts'
import { requestsFor } from './requests.ts'

/** Logging in is slow on purpose: an operation that ends sessions is not let do it for ever. */
const mostRenewals = 100

const fail = (sender: number): never => {
  throw new Error(`there is no sender ${sender}`)
}

export type Fuzzed = {
  readonly operationId: string
  readonly requests: number
  /** Answers by status. */
  readonly answers: Readonly<Record<string, number>>
  /** What broke, with the request that broke it; absent when nothing did. */
  readonly broken?: string
}

/** A hub with people and things in it, and one kind of request after the other sent to it, as many as asked for. */
export const prepareFuzz = async () => {
  const world = await prepareWorld()
  const { app, hub, people, devices, jobs, keys, work } = world
  const document = await documentOf(app)
  const ids = [
    ...Object.values(people).flatMap(({ userId, organisationId }) => [userId, organisationId]),
    ...Object.values(devices),
    ...Object.values(jobs),
    keys.reading.keyId,
    world.quote,
  ]
  const everybody = senders(hub, people)
  const material = { ids, senders: everybody.length, work }

  const fuzz = async (
    method: string,
    path: string,
    operation: Operation,
    requests: number,
    seed?: number,
  ): Promise<Fuzzed> => {
    const answers: Record<string, number> = {}
    await Promise.all(everybody.map(({ renew }) => renew()))
    let renewals = 0
    const property = fc.asyncProperty(requestsFor(path, operation, material), async (request) => {
      const { url, sender, body, ifMatch } = request
      const { token, renew } = everybody[sender] ?? fail(sender)
      const before = hub.appends()
      const reply = await call(app, method.toUpperCase(), url, {
        token: token(),
        ...(body === undefined ? {} : { body }),
        headers: ifMatch === undefined ? {} : { 'if-match': ifMatch },
      })
      answers[reply.status] = (answers[reply.status] ?? 0) + 1
      const broken = brokenPromise(operation, reply, hub.appends() - before)
      if (broken !== undefined) throw new Error(broken)
      if (reply.status === 401 && renewals < mostRenewals) {
        renewals += 1
        await renew()
      }
    })
    const checked = await fc.check(property, {
      numRuns: requests,
      ...(seed === undefined ? {} : { seed }),
    })
    const { operationId } = operation
    const told = {
      operationId,
      requests: Object.values(answers).reduce((a, b) => a + b, 0),
      answers,
    }
    if (!checked.failed) return told
    const { counterexample, errorInstance, seed: used } = checked
    return {
      ...told,
      broken: `${String(errorInstance)}\nseed ${used}: ${JSON.stringify(counterexample)}`,
    }
  }

  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  return { operations, fuzz, stop: () => hub.stop() }
}
