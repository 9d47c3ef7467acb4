import { request } from 'node:http'

/** Posts to a hub on this machine or its network; false for anything but a 2xx. */
export const post = (
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<boolean> =>
  new Promise((resolve) => {
    const sent = request(
      url,
      {
        method: 'POST',
        agent: false,
        timeout: timeoutMs,
        headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
      },
      (answer) => {
        answer.resume()
        const { statusCode = 0 } = answer
        answer.on('close', () => resolve(statusCode >= 200 && statusCode < 300))
      },
    )
    sent.on('timeout', () => sent.destroy())
    sent.on('error', () => resolve(false))
    sent.end(body)
  })
