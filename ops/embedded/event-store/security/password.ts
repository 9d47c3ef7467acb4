import { verifyPassword } from '../../../../platform/auth/password.ts'

/** Whether a password is the one behind a hash. Hashes of another kind, as from an imported log, fit none. */
export const fits = async (hash: string, password: string): Promise<boolean> => {
  try {
    return await verifyPassword(hash, password)
  } catch {
    return false
  }
}
