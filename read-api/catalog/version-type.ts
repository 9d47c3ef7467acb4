import type { VersionManifest } from '../../domain/catalog/version-manifest.ts'
import { builder } from '../schema/builder.ts'
import { App, AppVersion, Device } from '../schema/refs.ts'
import { belongsTo, type Caller } from '../view/caller.ts'
import { ProgramFormat, VersionStatusEnum } from './registry-enums.ts'
import { ResourceEstimateType, VersionReportType } from './version-report-type.ts'

const Sdk = builder.objectRef<VersionManifest['sdk']>('Sdk').implement({
  description: 'What a version was written with.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    version: t.exposeString('version', { description: 'Its version.' }),
  }),
})

const Example = builder.objectRef<VersionManifest['examples'][number]>('VersionExample').implement({
  description: 'Inputs that a version is known to run with.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What it shows.' }),
    inputs: t.field({
      type: 'JSONObject',
      description: 'Its inputs, by name.',
      resolve: ({ inputs }) => inputs,
    }),
  }),
})

/** What its own organisation sees, and operators. */
const toOwner = <Value>(
  caller: Caller,
  { organisation_id }: { readonly organisation_id: string },
  value: Value,
): Value | null => (belongsTo(caller, organisation_id) ? value : null)

builder.node(AppVersion, {
  description: 'A version of an app. Its program is downloaded by command, which counts it.',
  id: { resolve: ({ version_id }) => version_id },
  loadOne: (id, { view }) => view.loaders.appVersions.load(id),
  fields: (t) => ({
    versionId: t.exposeID('version_id', { description: 'The hub’s id, as commands take it.' }),
    app: t.field({
      type: App,
      nullable: true,
      description: 'Of which app.',
      resolve: async ({ app_id }, _, { view }) => (await view.loaders.apps.load(app_id)) ?? null,
    }),
    semver: t.exposeString('semver', { description: 'Its number.' }),
    status: t.expose('status', { type: VersionStatusEnum, description: 'Where it is.' }),
    sdk: t.expose('sdk', { type: Sdk, description: 'What it was written with.' }),
    inputSchema: t.field({
      type: 'JSONObject',
      description: 'JSON Schema 2020-12 of the inputs of a run.',
      resolve: ({ input_schema }) => input_schema,
    }),
    outputSchema: t.field({
      type: 'JSONObject',
      description: 'JSON Schema 2020-12 of what a run answers.',
      resolve: ({ output_schema }) => output_schema,
    }),
    qubits: t.exposeInt('qubits', { description: 'Qubits that a device must have.' }),
    preferredDevice: t.field({
      type: Device,
      nullable: true,
      description: 'The device that its developer recommends.',
      resolve: async ({ preferred_device_id }, _, { view }) =>
        preferred_device_id === null
          ? null
          : ((await view.loaders.devices.load(preferred_device_id)) ?? null),
    }),
    examples: t.field({
      type: [Example],
      description: 'Inputs to try it with.',
      resolve: ({ examples }) => examples,
    }),
    releaseNotes: t.exposeString('release_notes', {
      description: 'What is new in it. Markdown.',
    }),
    format: t.field({
      type: ProgramFormat,
      nullable: true,
      description: 'In which form it has its program; null while it waits for its package.',
      resolve: ({ ir }) => ir?.kind ?? null,
    }),
    program: t.string({
      nullable: true,
      description: 'Its OpenQASM text; for its organisation.',
      resolve: (row, _, { view }) =>
        row.ir?.kind === 'OPENQASM' ? toOwner(view.caller, row, row.ir.source) : null,
    }),
    packageHash: t.string({
      nullable: true,
      description: 'SHA-256 of its package, in hex.',
      resolve: ({ ir }) => (ir?.kind === 'PACKAGE' ? ir.sha256 : null),
    }),
    estimate: t.field({
      type: ResourceEstimateType,
      nullable: true,
      description: 'What it takes to run it once, as validation found.',
      resolve: ({ report }) => report?.estimate ?? null,
    }),
    report: t.field({
      type: VersionReportType,
      nullable: true,
      description: 'What validation found; for its organisation.',
      resolve: (row, _, { view }) => toOwner(view.caller, row, row.report),
    }),
    releasedAt: t.expose('released_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was released.',
    }),
    yankedAt: t.expose('yanked_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was taken back.',
    }),
    yankReason: t.exposeString('yank_reason', {
      nullable: true,
      description: 'Why it was taken back.',
    }),
    createdAt: t.expose('created_at', { type: 'DateTime', description: 'When it was drafted.' }),
    revision: t.string({
      description: 'Of the version’s stream, for If-Match.',
      resolve: ({ revision }) => revision.toString(),
    }),
  }),
})
