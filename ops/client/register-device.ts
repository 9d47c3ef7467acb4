import type { HttpClient } from './http-client.ts'
import type { Person } from './sign-up.ts'

/** Registers a device, publishes its calibration if there is one, and puts it online; its id. */
export const registerDevice = async (
  http: HttpClient,
  { token }: Person,
  facts: object,
  calibration?: object,
): Promise<string> => {
  const registered = await http.send('POST', '/v1/devices', facts, { token })
  const deviceId = String(registered.body['deviceId'])
  let etag = registered.headers.get('etag') ?? ''
  if (calibration !== undefined) {
    const published = await http.send(
      'POST',
      `/v1/devices/${deviceId}/calibrations`,
      { format: 'qhub', calibration },
      { token },
    )
    etag = published.headers.get('etag') ?? ''
  }
  await http.send(
    'PUT',
    `/v1/devices/${deviceId}/status`,
    { status: 'ONLINE' },
    { token, ifMatch: etag },
  )
  return deviceId
}
