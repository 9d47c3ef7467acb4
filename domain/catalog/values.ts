import { z } from 'zod'
import { jsonObject } from '../shared/json.ts'

/** Shapes of the catalogue that several aggregates store. */

/** The name of an app in addresses: 3 to 60 lower-case letters, digits and single inner hyphens. */
export const Slug = z
  .string()
  .min(3)
  .max(60)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, {
    error: 'lower-case letters, digits and single inner hyphens are expected',
  })

/**
 * A semantic version (semver.org 2.0.0) without build metadata: versions that differ in nothing else have the same
 * precedence, and one app has only one of them.
 */
export const SemVer = z
  .string()
  .max(64)
  .regex(
    /^(?:0|[1-9]\d{0,14})\.(?:0|[1-9]\d{0,14})\.(?:0|[1-9]\d{0,14})(?:-(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)(?:\.(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*))*)?$/,
    {
      error: 'a semantic version without build metadata is expected, such as 1.4.0 or 2.0.0-beta.1',
    },
  )

export const Tag = z
  .string()
  .max(40)
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, {
    error: 'lower-case letters, digits and single inner hyphens are expected',
  })
export const Tags = z.array(Tag).max(12)

/** Where the source code is kept. */
export const Repository = z
  .string()
  .max(300)
  .regex(/^https:\/\/[A-Za-z0-9.-]+\.[A-Za-z]{2,}(?:\/[A-Za-z0-9._~/-]*)?$/, {
    error: 'an https address without credentials, port or query is expected',
  })

/** A JSON Schema, or the inputs of an example. */
export const JsonDocument = jsonObject(65_536)

/** OpenQASM text. Its limit in bytes is the commands' business. */
export const CircuitSource = z.string().min(1).max(262_144)
