import { z } from 'zod'
import { Id } from '../shapes.ts'

export const ProjectPath = z.strictObject({ projectId: Id })
export const CircuitPath = ProjectPath.extend({ circuitId: Id })
export const AppPath = z.strictObject({ appId: Id })
export const PagePath = AppPath.extend({ pageId: Id })
export const VersionPath = AppPath.extend({ versionId: Id })

export const ProjectAnswer = z.object({ projectId: Id })
export const AppAnswer = z.object({ appId: Id })
export const VersionAnswer = z.object({ appId: Id, versionId: Id })

type InApp = { readonly appId: string }
type InVersion = InApp & { readonly versionId: string }
type InProject = { readonly projectId: string }

export const projectLocation = ({ projectId }: InProject): string => `/v1/projects/${projectId}`
export const appLocation = ({ appId }: InApp): string => `/v1/apps/${appId}`
export const versionLocation = ({ appId, versionId }: InVersion): string =>
  `/v1/apps/${appId}/versions/${versionId}`

export const toProject = [
  { operationId: 'getProject', parameter: 'projectId', member: 'projectId' },
] as const
export const toApp = [{ operationId: 'getApp', parameter: 'appId', member: 'appId' }] as const
