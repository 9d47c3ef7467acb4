import { z } from 'zod'
import type { Aggregate, Decision, DecisionMeta } from '../shared/decider.ts'
import { defineEvent, type EventOf } from '../shared/event.ts'
import { Id, Instant } from '../shared/values.ts'
import { Package } from './version-manifest.ts'

/**
 * What an organisation has uploaded and may put into its versions. The same content, uploaded by two, is kept once and
 * belongs to each: who knows a hash has no right to the content yet.
 */
export const category = 'package'

// Events: the stored contract.
const Upload = z.strictObject({
  packageId: Id,
  organisationId: Id,
  package: Package,
  /** The path of its program. */
  main: z.string().min(1).max(200),
  files: z.int().min(1),
})
export type Upload = z.output<typeof Upload>
export const definitions = [
  defineEvent('PackageUploaded', 1, Upload.extend({ at: Instant, uploadedBy: z.string().min(1) })),
] as const
export type PackageEvent = EventOf<(typeof definitions)[number]>

// State.
export type UploadedPackage = Upload & { readonly kind: 'uploaded' }
export type PackageState = { readonly kind: 'absent' } | UploadedPackage

export const initial: PackageState = { kind: 'absent' }

export const evolve = (_state: PackageState, event: PackageEvent): PackageState => {
  const { at: _at, uploadedBy: _by, ...upload } = event.data
  return { kind: 'uploaded', ...upload }
}

// Commands.
export type PackageCommand = { readonly type: 'RecordUpload'; readonly upload: Upload }

/** Its id follows from organisation and content: what is uploaded again is there already. */
export const decide = (
  { upload }: PackageCommand,
  state: PackageState,
  meta: DecisionMeta,
): Decision<PackageEvent> =>
  state.kind === 'uploaded'
    ? []
    : [{ type: 'PackageUploaded', data: { ...upload, at: meta.now, uploadedBy: meta.actor.id } }]

export const uploadedPackage: Aggregate<PackageState, PackageCommand, PackageEvent> = {
  category,
  definitions,
  initial,
  evolve,
  decide,
}
