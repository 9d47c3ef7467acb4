import { hash, verify } from '@node-rs/argon2'

/** OWASP Password Storage Cheat Sheet: argon2id (the library's default) with 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** One password has many spellings in Unicode, depending on the keyboard (NIST SP 800-63B, 3.1.1.2). */
const spelled = (password: string): string => password.normalize('NFKC')

/** A PHC string with its own salt and parameters. */
export const hashPassword = (password: string): Promise<string> => hash(spelled(password), cost)

export const verifyPassword = (passwordHash: string, password: string): Promise<boolean> =>
  verify(passwordHash, spelled(password))

let decoy: Promise<string> | undefined

/** Takes as long as a check against a real account's hash, and says no: for accounts that are not there. */
export const verifyNothing = async (password: string): Promise<false> => {
  decoy ??= hashPassword('the password of nobody at all')
  await verifyPassword(await decoy, password)
  return false
}
