import type { BuildShape } from './shape.ts'

const section = (title: string, lines: readonly string[]): readonly string[] => [
  `${title} (${lines.length})`,
  ...lines.map((line) => `  ${line}`),
]

/** The same for people, a line each. */
export const describeLines = (shape: BuildShape): readonly string[] => [
  ...section('contexts', shape.contexts),
  ...section(
    'operations',
    shape.operations.map(
      ({ name, kind, route, scope, access }) => `${name}  ${kind}  ${route}  ${scope ?? access}`,
    ),
  ),
  ...section(
    'streams',
    shape.streams.map(
      ({ name, events }) =>
        `${name}-<id>: ${events.map((event) => `${event.name}@${event.version}`).join(', ')}`,
    ),
  ),
  ...section(
    'groups of tables',
    shape.groups.map(({ name, tables }) => `${name}: ${tables.join(', ')}`),
  ),
  ...section(
    'sagas',
    shape.sagas.map(
      ({ name, version, routes, effects }) =>
        `${name} v${version}: on ${routes.map((route) => route.name).join(', ')}; does ${effects.join(', ')}`,
    ),
  ),
  ...section(
    'settings',
    shape.settings.map(({ name, default: fallback }) => `${name}=${fallback ?? ''}`),
  ),
  ...section(
    'errors',
    shape.errors.map(({ name, status, title }) => `${name}  ${status}  ${title}`),
  ),
  ...section(
    'operator actions',
    shape.operatorActions.map(
      ({ name, subject, performers, destructive }) =>
        `${name}  ${subject}  by ${performers.join(', ')}${destructive ? '  typed back' : ''}`,
    ),
  ),
]
