import { succeed } from './client.ts'
import { startOfTests, type TestHub } from './hub.ts'
import { makeOperator, signUp, type Person } from './people.ts'

export const bell = `OPENQASM 2.0;
include "qelib1.inc";
qreg q[2];
creg c[2];
h q[0];
cx q[0],q[1];
measure q -> c;
`

export const price = {
  version: '2026-01',
  asset: 'USD/2',
  validFrom: '2026-01-01T00:00:00.000Z',
  perTask: '0.30',
  perShot: '0.001',
}

export const facts = {
  name: 'Five ideal qubits',
  technology: 'SIMULATOR',
  qubits: 5,
  shots: { min: 10, max: 1000 },
  priceBook: [price],
  execution: { provider: 'simulator' },
}

export const calibration = {
  takenAt: startOfTests,
  source: 'QHUB',
  qubits: [{ index: 0, readoutError: 0.01 }],
  gates: [{ name: 'x', qubits: [0], error: 0.001 }],
}

export const changeStatus = async (
  hub: TestHub,
  { token }: Person,
  deviceId: string,
  status: string,
): Promise<void> => {
  const { headers } = await succeed(hub.app, 'GET', `/v1/devices/${deviceId}`, { token })
  await succeed(hub.app, 'PUT', `/v1/devices/${deviceId}/status`, {
    token,
    headers: { 'if-match': String(headers['etag']) },
    body: { status },
  })
}

/** A device of the provider's, in the status wanted. */
export const offer = async (
  hub: TestHub,
  provider: Person,
  changes: object = {},
  ...statuses: readonly string[]
): Promise<string> => {
  const { token } = provider
  const body = { ...facts, ...changes }
  const registered = await succeed(hub.app, 'POST', '/v1/devices', { token, body })
  const { deviceId } = registered.body as { readonly deviceId: string }
  for (const status of statuses) await changeStatus(hub, provider, deviceId, status)
  return deviceId
}

export const topUp = async (hub: TestHub, operator: Person, to: Person, amount: string) =>
  succeed(hub.app, 'POST', `/v1/wallets/${to.organisationId}/credits`, {
    token: operator.token,
    body: { amount: { amount, asset: 'USD/2' }, reason: 'test' },
  })

/** People, a device that is online, and money to spend on it. */
export const openMarket = async (hub: TestHub) => {
  const operator = await makeOperator(hub)
  const provider = await signUp(hub, 'provider', ['provider'])
  const researcher = await signUp(hub, 'researcher')
  const deviceId = await offer(hub, provider, {}, 'ONLINE')
  await topUp(hub, operator, researcher, '10000')
  return { operator, provider, researcher, deviceId }
}
