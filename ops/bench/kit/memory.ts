import { readFileSync } from 'node:fs'

/** Memory of a process in MiB: all that is resident, and what is its own, not pages of files that the system may take back. */
export type Memory = { readonly resident: number; readonly own: number }

const field = (status: string, name: string): number => {
  const [, kib] = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status) ?? []
  return kib === undefined ? Number.NaN : Number(kib) / 1024
}

/** From Linux's /proc; NaN elsewhere, and of a process that has ended. */
export const memoryOf = (pid: number): Memory => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return { resident: field(status, 'VmRSS'), own: field(status, 'RssAnon') }
  } catch {
    return { resident: Number.NaN, own: Number.NaN }
  }
}
