import { app, type ExistingApp } from '../../domain/catalog/app.ts'
import { appVersion, type ExistingVersion } from '../../domain/catalog/app-version.ts'
import { project, type ExistingProject } from '../../domain/catalog/project.ts'
import { reject, type Rejection } from '../../domain/shared/rejection.ts'
import { notFound } from '../shared/change.ts'
import type { CommandContext } from '../shared/context.ts'
import { actsFor } from '../shared/isolation.ts'
import type { CommandTools } from '../shared/tools.ts'

/** The app, if the caller's organisation develops it. */
export const ownApp = async (
  { load, context }: CommandTools,
  appId: string,
): Promise<ExistingApp | Rejection> => {
  const { state } = await load(app, appId)
  if (state.kind !== 'existing' || !actsFor(context, state.organisationId)) return notFound('app')
  return state
}

/** The version, if the caller's organisation develops its app. */
export const ownVersion = async (
  { load, context }: CommandTools,
  appId: string,
  versionId: string,
): Promise<ExistingVersion | Rejection> => {
  const { state } = await load(appVersion, versionId)
  const isTheirs =
    state.kind !== 'absent' && state.appId === appId && actsFor(context, state.organisationId)
  return isTheirs ? state : notFound('version')
}

/** The project, if it is the caller's organisation's. */
export const ownProject = async (
  { load, context }: CommandTools,
  projectId: string,
): Promise<ExistingProject | Rejection> => {
  const { state } = await load(project, projectId)
  if (state.kind === 'absent' || !actsFor(context, state.organisationId)) return notFound('project')
  return state
}

/** What is made belongs to the organisation that the caller acts for. */
export const organisationOf = ({ organisation }: CommandContext): string | Rejection =>
  organisation ?? reject('FORBIDDEN', 'This belongs to an organisation; act for one.')
