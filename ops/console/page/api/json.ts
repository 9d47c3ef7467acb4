import { ApiFailure } from './failure.ts'

export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export type JsonObject = { readonly [name: string]: Json }

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined

/** Sends a request and reads its JSON; what does not answer, or answers something else, is a failure of its own. */
export const fetchJson = async (
  url: string,
  init: RequestInit,
): Promise<{ readonly response: Response; readonly body: Readonly<Record<string, unknown>> }> => {
  const response = await fetch(url, init).catch((thrown: unknown) => {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') throw thrown
    throw new ApiFailure('UNREACHABLE', `The hub does not answer at ${url}.`, { retryable: true })
  })
  const text = await response.text()
  try {
    const body: unknown = text === '' ? {} : JSON.parse(text)
    if (isObject(body)) return { response, body }
  } catch {
    // Answered below, as everything that is no JSON object.
  }
  throw new ApiFailure('UNREADABLE', `${url} answered ${response.status}, and no JSON.`)
}
