import { decoderOf, type AnyDefinition } from '../../domain/shared/decode.ts'
import { contractOf, versionsOf } from './contract.ts'
import { digestOf, nameOf, sameContract, type Entry } from './entry.ts'

/** What is wrong between the catalogue and today's code; `name` is `type@version`. */
export type Finding = { readonly name: string; readonly problem: Problem; readonly detail: string }
export type Problem =
  /** Code writes or reads a version that is not in the catalogue. */
  | 'not-catalogued'
  /** The catalogue has a version that no definition knows any more. */
  | 'vanished'
  /** The same version has another contract than it had. */
  | 'contract-changed'
  /** The golden example does not come through the upcasters to today's form. */
  | 'unreadable'
  /** The entry itself was edited. */
  | 'entry-edited'

export type Definitions = ReadonlyMap<string, AnyDefinition>

/** Holds today's definitions against every version ever written. */
export const inspect = (
  definitions: Definitions,
  catalogue: readonly Entry[],
): readonly Finding[] => {
  const decode = decoderOf(definitions)
  const contracts = new Map(
    [...definitions.values()]
      .flatMap(versionsOf)
      .map((version) => [nameOf(version), contractOf(version.data)]),
  )
  const known = new Set(catalogue.map(nameOf))
  const missing = [...contracts.keys()]
    .filter((name) => !known.has(name))
    .map(
      (name): Finding => ({
        name,
        problem: 'not-catalogued',
        detail: 'run: npm run census',
      }),
    )
  const findings = catalogue.flatMap((entry): readonly Finding[] => {
    const name = nameOf(entry)
    const contract = contracts.get(name)
    if (digestOf(entry) !== entry.digest)
      return [{ name, problem: 'entry-edited', detail: 'what is catalogued never changes' }]
    if (contract === undefined)
      return [{ name, problem: 'vanished', detail: 'its contract and upcaster must stay' }]
    const changed: Finding = {
      name,
      problem: 'contract-changed',
      detail: 'a new form is a new version with an upcaster, never an edit',
    }
    const unreadable = problemOf(() =>
      decode({ type: entry.type, data: entry.example, metadata: { schema: entry.version } }),
    )
    return [
      ...(sameContract(contract, entry.contract) ? [] : [changed]),
      ...(unreadable === undefined
        ? []
        : [{ name, problem: 'unreadable', detail: unreadable } as const]),
    ]
  })
  return [...missing, ...findings]
}

const problemOf = (work: () => unknown): string | undefined => {
  try {
    work()
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
