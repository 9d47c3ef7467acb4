import { Refused } from '../../ops/client/http-client.ts'

/** What the hub refused with, or `done`. */
export const codeOf = async (asked: Promise<unknown>): Promise<string> => {
  try {
    await asked
    return 'done'
  } catch (error) {
    if (error instanceof Refused) return error.code
    throw error
  }
}
