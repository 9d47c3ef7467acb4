import { LRUCache } from 'lru-cache'
import type { Ir } from '../../domain/catalog/version-manifest.ts'
import type { ObjectStore } from '../objects/port.ts'
import type { Spool } from '../objects/spool.ts'
import { readPackage } from '../packages/read-package.ts'

export type ProgramOutcome =
  | { readonly kind: 'program'; readonly source: string }
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string }

/** The program of a version, wherever it is kept. Throws when the storage does not answer. */
export type ProgramLibrary = { readonly programOf: (ir: Ir) => Promise<ProgramOutcome> }

type Package = Extract<Ir, { kind: 'PACKAGE' }>

const damaged = (detail: string): ProgramOutcome => ({
  kind: 'refused',
  code: 'PACKAGE_UNREADABLE',
  detail,
})

const notThere = damaged('the package is not in the storage')

/** Programs out of packages are remembered: a package never changes under its hash. */
export const createProgramLibrary = (objects: ObjectStore, spool: Spool): ProgramLibrary => {
  const known = new LRUCache<string, ProgramOutcome>({ max: 100 })

  const read = async ({ objectKey, sha256, size }: Package): Promise<ProgramOutcome> => {
    const stream = await objects.open(objectKey)
    if (stream === undefined) return notThere
    const outcome = await spool.receive(stream, { maxBytes: size })
    if (outcome.kind === 'too-large') return damaged('the package is not what was uploaded')
    const { received } = outcome
    try {
      if (received.sha256 !== sha256) return damaged('the package is not what was uploaded')
      const found = await readPackage(received.path)
      switch (found.kind) {
        case 'read':
          return { kind: 'program', source: found.content.source }
        case 'unsupported':
          return damaged('the package is neither a zip nor a gzipped tar file')
        case 'refused':
          return { kind: 'refused', code: found.fault, detail: found.detail }
        default:
          return found satisfies never
      }
    } finally {
      await spool.discard(received)
    }
  }

  return {
    programOf: async (ir) => {
      if (ir.kind === 'OPENQASM') return { kind: 'program', source: ir.source }
      const before = known.get(ir.sha256)
      if (before !== undefined) return before
      const outcome = await read(ir)
      // It may be there again: a storage is restored, a copy catches up.
      if (outcome !== notThere) known.set(ir.sha256, outcome)
      return outcome
    },
  }
}
