import type { z } from 'zod'
import { VersionManifest } from '../../domain/catalog/version-manifest.ts'
import { Source } from '../jobs/program.ts'

const { shape } = VersionManifest

/** What a developer states of a version, as it comes in. Its program is read when the version is validated. */
export const VersionInput = VersionManifest.extend({
  sdk: shape.sdk.default({ name: 'openqasm', version: '3.0' }),
  inputSchema: shape.inputSchema.default({ type: 'object', additionalProperties: false }),
  outputSchema: shape.outputSchema.default({ type: 'object' }),
  examples: shape.examples.default([]),
  releaseNotes: shape.releaseNotes.default(''),
  /** OpenQASM text; a version without it waits for its package. */
  program: Source.exactOptional(),
})

export const contentOf = ({ program, ...manifest }: z.output<typeof VersionInput>) => ({
  manifest,
  ...(program === undefined ? {} : { ir: { kind: 'OPENQASM' as const, source: program } }),
})
