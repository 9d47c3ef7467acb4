import { z } from 'zod'
import { attachPackage } from '../../commands/catalog/attach-package.ts'
import { downloadVersion } from '../../commands/catalog/download-version.ts'
import { readVersion, VersionView } from '../../commands/catalog/read-catalog.ts'
import { releaseVersion, yankVersion } from '../../commands/catalog/release-version.ts'
import { draftVersion, reviseVersion, validateVersion } from '../../commands/catalog/versions.ts'
import { mountCommand } from '../commands/mount-command.ts'
import type { Mount } from '../mount.ts'
import { mountQuery } from '../queries/mount-query.ts'
import { Id, noBody, programLimit } from '../shapes.ts'
import { exampleUuid, exampleVersion } from './catalog-examples.ts'
import { AppPath, VersionAnswer, versionLocation, VersionPath } from './paths.ts'

const semver = draftVersion.input.shape.semver
const toVersion = [
  { operationId: 'getVersion', parameter: 'appId', member: 'appId' },
  { operationId: 'getVersion', parameter: 'versionId', member: 'versionId' },
] as const

const toPackage = [
  { operationId: 'getPackage', parameter: 'appId', member: 'appId' },
  { operationId: 'getPackage', parameter: 'versionId', member: 'versionId' },
] as const

/** What is handed out: OpenQASM text, or what the package will be. */
const DownloadAnswer = VersionAnswer.extend({
  semver,
  format: z.enum(['OPENQASM', 'PACKAGE']),
  program: z.string().max(262_144).exactOptional(),
  package: z
    .strictObject({
      sha256: z.string().max(64),
      size: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
      contentType: z.string().max(100),
    })
    .exactOptional(),
})

export const versionRoutes: readonly Mount[] = [
  mountCommand({
    operationId: 'draftVersion',
    tag: 'catalog',
    summary: 'Draft a version of an app',
    description:
      'By a semantic version that the app does not have yet. `program` is OpenQASM text; without it the version waits for its ' +
      'package. Schemas are JSON Schema 2020-12.',
    problems: ['NOT_FOUND', 'VERSION_EXISTS'],
    links: toVersion,
    method: 'POST',
    path: '/v1/apps/:appId/versions',
    command: draftVersion,
    params: AppPath,
    body: draftVersion.input.omit({ appId: true }),
    example: { semver: '1.0.0', version: exampleVersion },
    input: ({ appId }, body) => ({ appId, ...body }),
    status: 201,
    answer: VersionAnswer.extend({ semver }),
    location: versionLocation,
    bodyLimit: 2 * programLimit,
  }),
  mountQuery({
    operationId: 'getVersion',
    tag: 'catalog',
    summary: 'Read where a version stands',
    description: 'One of your own, with the report of its validation once that is done.',
    problems: ['NOT_FOUND'],
    path: '/v1/apps/:appId/versions/:versionId',
    params: VersionPath,
    answer: VersionView,
    read: ({ services }, context, { appId, versionId }) =>
      readVersion(services, context, appId, versionId),
  }),
  mountCommand({
    operationId: 'reviseVersion',
    tag: 'catalog',
    summary: 'State anew what a version is',
    description: 'As long as it is not released. It is a draft again, to be validated.',
    problems: ['NOT_FOUND', 'ILLEGAL_VERSION_TRANSITION'],
    links: toVersion,
    method: 'PUT',
    path: '/v1/apps/:appId/versions/:versionId',
    command: reviseVersion,
    params: VersionPath,
    body: reviseVersion.input.shape.version,
    example: exampleVersion,
    input: (path, version) => ({ ...path, version }),
    status: 200,
    answer: VersionAnswer,
    location: versionLocation,
    precondition: 'accepted',
    bodyLimit: 2 * programLimit,
  }),
  mountCommand({
    operationId: 'attachPackage',
    tag: 'catalog',
    summary: 'Give a version a package',
    description: 'One that your organisation has uploaded. The version is a draft again.',
    problems: ['NOT_FOUND', 'ILLEGAL_VERSION_TRANSITION'],
    links: toVersion,
    method: 'PUT',
    path: '/v1/apps/:appId/versions/:versionId/package',
    command: attachPackage,
    params: VersionPath,
    body: attachPackage.input.omit({ appId: true, versionId: true }),
    example: { packageId: exampleUuid },
    input: (path, body) => ({ ...path, ...body }),
    status: 200,
    answer: VersionAnswer.extend({ packageId: Id }),
    location: versionLocation,
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'validateVersion',
    tag: 'catalog',
    summary: 'Have a version validated',
    description:
      'Its program is compiled, run on the simulator with each of its examples, and its schemas are held against them. The ' +
      'answer comes before that is done: read the version for its report.',
    problems: ['NOT_FOUND', 'VERSION_INCOMPLETE', 'ILLEGAL_VERSION_TRANSITION'],
    links: toVersion,
    method: 'POST',
    path: '/v1/apps/:appId/versions/:versionId/validation',
    command: validateVersion,
    params: VersionPath,
    body: noBody,
    input: (path) => path,
    status: 202,
    answer: VersionAnswer,
    location: versionLocation,
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'releaseVersion',
    tag: 'catalog',
    summary: 'Release a version that was validated',
    description: 'From then on it never changes. The highest that is no prerelease is the latest.',
    problems: ['NOT_FOUND', 'ILLEGAL_VERSION_TRANSITION'],
    links: toVersion,
    method: 'POST',
    path: '/v1/apps/:appId/versions/:versionId/release',
    command: releaseVersion,
    params: VersionPath,
    body: noBody,
    input: (path) => path,
    status: 200,
    answer: VersionAnswer.extend({ semver }),
    location: versionLocation,
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'yankVersion',
    tag: 'catalog',
    summary: 'Take back a released version',
    description:
      'It is the latest no more, and nobody new is given it; who names it, or runs it by subscription, still has it.',
    problems: ['NOT_FOUND', 'ILLEGAL_VERSION_TRANSITION'],
    links: toVersion,
    method: 'POST',
    path: '/v1/apps/:appId/versions/:versionId/yank',
    command: yankVersion,
    params: VersionPath,
    body: yankVersion.input.omit({ appId: true, versionId: true }),
    example: { reason: 'Wrong for angles above 3.' },
    input: (path, body) => ({ ...path, ...body }),
    status: 200,
    answer: VersionAnswer,
    location: versionLocation,
    precondition: 'accepted',
  }),
  mountCommand({
    operationId: 'downloadVersion',
    tag: 'catalog',
    summary: 'Download a released version of an app of the registry',
    description:
      'A program comes with the answer; the bytes of a package are read by `getPackage`. Counted once an account and day ' +
      '(UTC). An app that is sold, without a free plan for as many runs as one likes, takes a subscription in good standing.',
    problems: ['NOT_FOUND', 'SUBSCRIPTION_REQUIRED'],
    links: toPackage,
    method: 'POST',
    path: '/v1/apps/:appId/versions/:versionId/downloads',
    command: downloadVersion,
    params: VersionPath,
    body: noBody,
    input: (path) => path,
    status: 200,
    answer: DownloadAnswer,
  }),
]
