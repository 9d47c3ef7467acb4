import { entry } from '../entry.ts'

/** Projects, apps, versions and packages. */
export const catalog = {
  SLUG_TAKEN: entry(409, 'Slug is taken', 'Choose another slug.'),
  CREATION_ABANDONED: entry(
    409,
    'Creation stood unfinished for too long',
    'Create it again, with a new Idempotency-Key.',
  ),
  VERSION_EXISTS: entry(
    409,
    'Version exists already',
    'Revise it while it is not released; else choose a higher number.',
  ),
  VERSION_INCOMPLETE: entry(
    409,
    'Version is not complete',
    'Give it a program or upload its package first.',
  ),
  ILLEGAL_VERSION_TRANSITION: entry(
    409,
    'Version cannot do this now',
    'The detail names its state: a version is validated, then released, then perhaps yanked.',
  ),
  NOTHING_RELEASED: entry(
    409,
    'Nothing is released',
    'Release a version that is not a prerelease first.',
  ),
  APP_NOT_PUBLIC: entry(
    409,
    'App is not public',
    'Publish it in the registry with the visibility PUBLIC first.',
  ),
  PROJECT_ARCHIVED: entry(409, 'Project is archived', 'Restore it first.'),
  LIMIT_REACHED: entry(409, 'There are as many as there may be', 'Remove one first.'),
}
