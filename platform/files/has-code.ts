/** Whether an error is the system's, with this code (`ENOENT`). */
export const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code
