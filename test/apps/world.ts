import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createHttpClient,
  Refused,
  type Answer,
  type SendOptions,
} from '../../ops/client/http-client.ts'
import { registerDevice } from '../../ops/client/register-device.ts'
import { signUp, type Person } from '../../ops/client/sign-up.ts'
import { makeOperator } from '../../ops/demo/operator.ts'
import { startHub } from '../../ops/hub/hub.ts'
import { loadConfig } from '../../platform/config/load.ts'
import { createLogger } from '../../platform/telemetry/logger.ts'
import { eventually } from '../servers/eventually.ts'

type Body = Answer['body']

export const program = `OPENQASM 3.0;
include "stdgates.inc";
input float theta;
qubit q;
bit c;
ry(theta) q;
c = measure q;
`
/** What a version of it states. */
export const version = {
  program,
  qubits: 1,
  inputSchema: {
    type: 'object',
    properties: { theta: { type: 'number', minimum: -10, maximum: 10 } },
    required: ['theta'],
    additionalProperties: false,
  },
  outputSchema: { type: 'object', required: ['counts', 'shots'] },
  examples: [{ name: 'half a turn', inputs: { theta: 3.141592653589793 } }],
}

const bench = {
  name: 'Bench',
  technology: 'SIMULATOR',
  qubits: 5,
  shots: { min: 1, max: 10_000 },
  priceBook: [{ version: '1', asset: 'USD/2', validFrom: '2026-01-01T00:00:00Z', perShot: '0.01' }],
  execution: { provider: 'simulator', concurrency: 4 },
}

/** A whole hub, with a device, a seller, a buyer with money, and an operator. */
export const openAppWorld = async (settings: Readonly<Record<string, string>> = {}) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'qhub-apps-'))
  const loaded = loadConfig({
    QHUB_DATA_DIR: dataDir,
    QHUB_WRITE_API_PORT: '0',
    QHUB_READ_API_PORT: '0',
    QHUB_RATE_LIMIT_LOGIN_PER_MINUTE: '10000',
    QHUB_PACKAGE_MAX_BYTES: '200000',
    ...settings,
  })
  if (!loaded.ok) throw new Error(loaded.message)
  const hub = await startHub(loaded.config, createLogger('silent'), () => undefined)
  const { writeApi = '', readApi = '' } = hub.addresses
  const http = createHttpClient(writeApi)
  const outbox = join(dataDir, 'outbox')
  const [seller, buyer, stranger, provider, operator] = [
    await signUp(http, outbox, 'sella', 'developer'),
    await signUp(http, outbox, 'bob-buyer', 'consumer'),
    await signUp(http, outbox, 'stranger', 'developer'),
    await signUp(http, outbox, 'provider', 'provider'),
    await makeOperator(hub, http),
  ]
  const deviceId = await registerDevice(http, provider, bench)

  const send = async (
    who: Person | SendOptions,
    method: string,
    path: string,
    body?: object,
    more: SendOptions = {},
  ): Promise<Body> => {
    const { token, apiKey } = who as SendOptions
    const credentials = token === undefined ? (apiKey === undefined ? {} : { apiKey }) : { token }
    return (await http.send(method, path, body, { ...credentials, ...more })).body
  }
  const read = async (who: Person | SendOptions, path: string): Promise<Body> =>
    (await http.get(path, who)).body

  /** A released app of the seller's, of this program or package. */
  const release = async (slug: string, changes: object = {}, packageId?: string) => {
    const app = { name: slug, type: 'CHEMISTRY', licence: 'Apache-2.0' }
    const made = await send(seller, 'POST', '/v1/apps', { slug, visibility: 'PUBLIC', ...app })
    const appId = String(made['appId'])
    const path = `/v1/apps/${appId}/versions`
    const drafted = await send(seller, 'POST', path, {
      semver: '1.0.0',
      version: { ...version, preferredDeviceId: deviceId, ...changes },
    })
    const versionId = String(drafted['versionId'])
    const own = `${path}/${versionId}`
    if (packageId !== undefined) await send(seller, 'PUT', `${own}/package`, { packageId })
    await send(seller, 'POST', `${own}/validation`)
    const checked = await eventually(async () => {
      const view = await read(seller, own)
      return view['report'] === undefined ? undefined : view
    })
    await send(seller, 'POST', `${own}/release`)
    return { appId, versionId, report: checked['report'] }
  }

  /** A listing of it that is published; the ids of its plans. */
  const sell = async (appId: string, plans: readonly object[], more: object = {}) => {
    const offer = {
      title: 'Rotations',
      summary: 'By any angle.',
      categories: ['EDUCATION'],
      supportContact: { kind: 'URL', address: 'https://www.example.com/help' },
    }
    await send(seller, 'POST', '/v1/listings', { appId, ...offer, plans, ...more })
    await send(seller, 'POST', `/v1/listings/${appId}/submission`)
    await send(operator, 'POST', `/v1/listings/${appId}/verdict`, { verdict: 'ACCEPT' })
    const listed = await read(seller, `/v1/listings/${appId}`)
    return (listed['plans'] as readonly { readonly planId: string }[]).map(({ planId }) => planId)
  }

  /** The answer to a query, as it comes. */
  const ask = async (who: Person, query: string): Promise<unknown> => {
    const reply = await fetch(new URL('/graphql', readApi), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${who.token}` },
      body: JSON.stringify({ query }),
    })
    return reply.json()
  }

  return {
    hub,
    http,
    writeApi,
    readApi,
    dataDir,
    deviceId,
    people: { seller, buyer, stranger, provider, operator },
    send,
    read,
    release,
    sell,
    credit: (who: Person, amount: string) =>
      send(operator, 'POST', `/v1/wallets/${who.organisationId}/credits`, {
        amount: { amount, asset: 'USD/2' },
        reason: 'test',
      }),
    subscribe: async (who: Person, appId: string, planId: string) => {
      const { subscriptionId } = await send(who, 'POST', '/v1/subscriptions', { appId, planId })
      const path = `/v1/subscriptions/${String(subscriptionId)}`
      await eventually(async () =>
        (await read(who, path))['status'] === 'ACTIVE' ? true : undefined,
      )
      return String(subscriptionId)
    },
    run: (who: Person | SendOptions, appId: string, body: object = {}, more: SendOptions = {}) =>
      send(
        who,
        'POST',
        `/v1/apps/${appId}/run`,
        { inputs: { theta: 1 }, shots: 100, ...body },
        {
          key: randomUUID(),
          ...more,
        },
      ),
    /** The run once its money is settled, or given back. */
    settled: (who: Person, appId: string, jobId: string, billing = 'SETTLED') =>
      eventually(async () => {
        const view = await read(who, `/v1/apps/${appId}/runs/${jobId}`)
        return view['billing'] === billing ? view : undefined
      }),
    whenShown: (who: Person, query: string, text: string): Promise<unknown> =>
      eventually(async () => {
        const answer = await ask(who, query)
        return JSON.stringify(answer).includes(text) ? answer : undefined
      }),
    ask,
    /** What a run would write. */
    tryOut: (who: Person, appId: string) =>
      send(who, 'POST', `/v1/apps/${appId}/run?validateOnly=true`, { inputs: { theta: 1 } }),
    until: (holds: () => Promise<boolean>) =>
      eventually(async () => ((await holds()) ? true : undefined)),
    /** A device that loses every run. */
    failingDevice: () =>
      registerDevice(http, provider, {
        ...bench,
        name: 'Failing',
        execution: { provider: 'simulator', fault: { kind: 'DEVICE_ERROR', probability: 1 } },
      }),
    /** `done`, or the code of the refusal. */
    codeOf: async (work: Promise<unknown>): Promise<string> => {
      try {
        await work
        return 'done'
      } catch (error) {
        if (error instanceof Refused) return error.code
        throw error
      }
    },
    close: async () => {
      await hub.drain()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
