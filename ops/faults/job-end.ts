import { setTimeout as pause } from 'node:timers/promises'
import type { HttpClient } from '../client/http-client.ts'

type Amount = { readonly amount: string; readonly asset: string }

const ended: ReadonlySet<string> = new Set(['COMPLETED', 'FAILED', 'CANCELLED'])
const open: ReadonlySet<string> = new Set(['RESERVED', 'PENDING'])
const betweenMs = 150

/** Waits until the job has ended and its price is settled; what was charged, if anything was. */
export const jobEnd = async (
  http: HttpClient,
  token: string,
  jobId: string,
  signal: AbortSignal,
): Promise<Amount | undefined> => {
  while (!signal.aborted) {
    // While the hub recovers it may not answer yet: that is no answer about the job.
    const answer = await http
      .get(`/v1/jobs/${jobId}`, { token, prefer: 'wait=5' })
      .catch(() => undefined)
    const { status, billing, charged } = answer?.body ?? {}
    if (ended.has(String(status)) && !open.has(String(billing)))
      // The view's own contract: money, or nothing.
      return charged as Amount | undefined
    await pause(betweenMs)
  }
  return undefined
}
