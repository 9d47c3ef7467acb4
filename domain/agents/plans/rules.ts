import type { FieldIssue } from '../../shared/rejection.ts'
import type { Infrastructure, PlannedService } from './infrastructure.ts'
import { secretsInTheClear } from './secrets-in-the-clear.ts'

/** `[registry/]name:tag` or `…@sha256:…`. */
const image =
  /^(?:[a-z0-9.-]+(?::\d+)?\/)?[a-z0-9._/-]+(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9._-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$/

const floating = new Set(['latest', 'stable', 'edge', 'main', 'master', 'nightly'])

const issue = (pointer: string, code: string, detail: string): FieldIssue => ({
  pointer,
  code,
  detail,
})

const imageIssues = (service: PlannedService, at: string): readonly FieldIssue[] => {
  const parts = image.exec(service.image)?.groups
  if (parts === undefined)
    return [issue(`${at}/image`, 'IMAGE_INVALID', 'not the name of an image')]
  const { tag, digest } = parts
  return digest !== undefined || (tag !== undefined && !floating.has(tag))
    ? []
    : [
        issue(
          `${at}/image`,
          'IMAGE_NOT_FIXED',
          'the image has no fixed version: name a tag or a digest',
        ),
      ]
}

const duplicates = (values: readonly (string | number)[]): readonly number[] =>
  values.flatMap((value, at) => (values.indexOf(value) < at ? [at] : []))

const serviceIssues = (service: PlannedService, at: string): readonly FieldIssue[] => {
  const { kind, replicas, ports, volumes, files, health } = service
  const places = [...volumes.map(({ path }) => path), ...files.map(({ path }) => path)]
  return [
    ...imageIssues(service, at),
    ...(kind === 'JOB' && (replicas > 1 || ports.length > 0 || health !== undefined)
      ? [issue(at, 'JOB_SERVES', 'a JOB runs once and serves nothing')]
      : []),
    ...(volumes.length > 0 && replicas > 1
      ? [issue(`${at}/replicas`, 'VOLUME_SHARED', 'a service with a volume has one replica')]
      : []),
    ...duplicates(ports.map(({ port }) => port)).map((index) =>
      issue(`${at}/ports/${index}`, 'PORT_TWICE', 'the port is named twice'),
    ),
    ...(duplicates(places).length > 0
      ? [issue(at, 'PATH_TWICE', 'two volumes or files are at one path')]
      : []),
    ...(health !== undefined && !ports.some(({ port }) => port === health.port)
      ? [issue(`${at}/health/port`, 'PORT_UNKNOWN', 'the service does not open this port')]
      : []),
    ...secretsInTheClear(service, at),
  ]
}

/** Services that wait for each other in a ring. */
const inRing = (services: readonly PlannedService[]): readonly string[] => {
  const needs = new Map(services.map(({ name, needs: each }) => [name, each]))
  const reaches = (from: string, to: string, seen: ReadonlySet<string>): boolean =>
    (needs.get(from) ?? []).some(
      (next) => next === to || (!seen.has(next) && reaches(next, to, new Set([...seen, next]))),
    )
  return services.filter(({ name }) => reaches(name, name, new Set())).map(({ name }) => name)
}

/** Everything that is wrong with a plan beyond its form. */
export const issuesOf = ({ services }: Infrastructure): readonly FieldIssue[] => {
  const names = services.map(({ name }) => name)
  const published = services.flatMap(({ ports }) =>
    ports.filter((port) => port.public).map(({ port }) => port),
  )
  const ring = inRing(services)
  return [
    ...services.flatMap((service, at) => serviceIssues(service, `/services/${at}`)),
    ...duplicates(names).map((at) =>
      issue(`/services/${at}/name`, 'NAME_TWICE', `two services are called ${names[at] ?? ''}`),
    ),
    ...services.flatMap(({ needs }, at) =>
      needs.flatMap((need, index) =>
        names.includes(need)
          ? []
          : [
              issue(
                `/services/${at}/needs/${index}`,
                'SERVICE_UNKNOWN',
                `there is no service ${need}`,
              ),
            ],
      ),
    ),
    ...(ring.length > 0
      ? [issue('/services', 'NEEDS_IN_A_RING', `these need each other: ${ring.join(', ')}`)]
      : []),
    ...(duplicates(published).length > 0
      ? [issue('/services', 'PORT_TWICE', 'two services are public at one port')]
      : []),
  ]
}
