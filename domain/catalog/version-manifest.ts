import { z } from 'zod'
import { Id, Sha256 } from '../shared/values.ts'
import { CircuitSource, JsonDocument } from './values.ts'

/** An uploaded package, kept by the object storage under its key. Size in bytes. */
export const Package = z.strictObject({
  objectKey: z.string().min(1).max(300),
  sha256: Sha256,
  size: z.int().min(1),
  contentType: z.string().min(3).max(100),
})
export type Package = z.output<typeof Package>

/** The program of a version: OpenQASM text, or a package that was uploaded. */
export const Ir = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('OPENQASM'), source: CircuitSource }),
  Package.extend({ kind: z.literal('PACKAGE') }),
])
export type Ir = z.output<typeof Ir>

/** Inputs that the input schema is expected to accept. */
export const Example = z.strictObject({
  name: z.string().trim().min(1).max(80),
  inputs: JsonDocument,
})

/** What the developer states of a version. */
export const VersionManifest = z.strictObject({
  /** What it was written with. */
  sdk: z.strictObject({ name: z.string().min(1).max(40), version: z.string().min(1).max(40) }),
  /** JSON Schema 2020-12, of the inputs of a run and of what it answers. */
  inputSchema: JsonDocument,
  outputSchema: JsonDocument,
  /** Qubits that a device must have. */
  qubits: z.int().min(1).max(2000),
  preferredDeviceId: Id.exactOptional(),
  examples: z.array(Example).max(10),
  /** Markdown. */
  releaseNotes: z.string().max(20_000),
})
export type VersionManifest = z.output<typeof VersionManifest>
