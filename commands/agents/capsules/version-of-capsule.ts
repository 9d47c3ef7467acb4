import type { ExistingCapsule } from '../../../domain/agents/capsules/capsule.ts'
import type { VersionManifest } from '../../../domain/catalog/version-manifest.ts'
import type { DeclaredInput } from '../../../domain/catalog/version-report.ts'
import type { JsonObject } from '../../../domain/shared/json.ts'

/** What an `input` declaration takes, as JSON Schema. */
const schemaOf = ({ type }: DeclaredInput): JsonObject => {
  if (/^(?:float|angle)/.test(type)) return { type: 'number' }
  if (/^u?int/.test(type)) return { type: 'integer' }
  return /^bit\[/.test(type) ? { type: 'string', pattern: '^[01]+$' } : { type: 'boolean' }
}

/** What the catalogue is told of a capsule that becomes a version of an app. */
export const manifestOf = ({
  content,
  facts,
  declared,
  sha256,
}: ExistingCapsule): VersionManifest => {
  const { name, version, description, tests } = content
  const distinct = new Map(tests.map((test) => [JSON.stringify(test.inputs), test]))
  return {
    sdk: { name: 'openqasm', version: facts.version },
    inputSchema: {
      type: 'object',
      properties: Object.fromEntries(declared.map((each) => [each.name, schemaOf(each)])),
      required: declared.map((each) => each.name),
      additionalProperties: false,
    },
    outputSchema: { type: 'object' },
    qubits: facts.qubits,
    examples: [...distinct.values()]
      .slice(0, 10)
      .map((test) => ({ name: test.name.slice(0, 80).trim(), inputs: test.inputs })),
    releaseNotes:
      `${description}\n\nMade from the capsule ${name} ${version}, SHA-256 ${sha256}.`.trim(),
  }
}
