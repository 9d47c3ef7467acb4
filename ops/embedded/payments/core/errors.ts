/** An error of the API as the vendor words it. `executed`: it came of the doing, and is kept under the idempotency key. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly executed: boolean
  readonly error: Readonly<Record<string, unknown>>
  constructor(status: number, error: Readonly<Record<string, unknown>>, executed = false) {
    super(String(error['message']))
    this.status = status
    this.executed = executed
    this.error = error
  }
}

export const invalid = (
  message: string,
  { code, param, executed = true }: { code?: string; param?: string; executed?: boolean } = {},
): ApiError =>
  new ApiError(
    400,
    {
      type: 'invalid_request_error',
      message,
      ...(code === undefined ? {} : { code }),
      ...(param === undefined ? {} : { param }),
    },
    executed,
  )

export const missing = (kind: string, id: string): ApiError =>
  new ApiError(404, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    param: 'id',
    message: `No such ${kind}: '${id}'`,
  })
